orders-reason-not-sent = The order was not sent in time.
orders-reason-not-decided = The claim was not decided in time, so it goes to the buyer.
