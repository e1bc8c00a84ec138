//! The whole walk through the programming interface: from a seller who joins to dollars on a statement, and back.

mod buying;
pub use buying::{buy, variant};
mod going_back;
mod selling;
mod sending;
mod service;

use crate::support::people::sign_in;
use crate::support::{Client, Place, Running, places, shop};
use serde_json::{Value, json};

/// A running demo with everyone who takes part.
pub struct Market<'a> {
    place: &'a Place,
    running: Running,
    operator: Client,
    /// The owner of the shop that joins.
    seller: Client,
    /// A buyer in Chengdu.
    buyer: Client,
}

impl Market<'_> {
    fn open(place: &Place) -> Market<'_> {
        let running = Running::demo(place);
        let nobody = || Client::new(&running.address, "en");
        let mut market = Market { place, operator: nobody(), buyer: nobody(), seller: nobody(), running };
        market.operator = market.enter("operator", "en");
        market.buyer = market.enter("buyer", "zh-CN");
        market
    }

    fn enter(&self, role: &str, language: &'static str) -> Client {
        let person = self.running.person(role);
        sign_in(&self.running.address, language, &person.email, &person.password)
    }

    /// The program dies at once and starts again; everyone goes on as they were.
    fn die_and_rise(&mut self) {
        self.running.die_and_rise(self.place);
        for client in [&mut self.operator, &mut self.seller, &mut self.buyer] {
            client.moved(&self.running.address);
        }
    }

    /// Moves the demo's clock. Sign-ins end meanwhile, so everyone signs in again.
    fn wait_days(&mut self, days: u32) {
        self.operator.post("/operator/clock", json!({ "days": days })).ok();
        self.operator = self.enter("operator", "en");
        self.buyer = self.enter("buyer", "zh-CN");
        self.seller = sign_in(&self.running.address, "en", shop::EMAIL, shop::PASSWORD);
    }
}

/// The amount of a money value in minor units of two decimals.
pub fn cents(money: &Value) -> i64 {
    let text = money["amount"].as_str().unwrap_or_else(|| panic!("no amount: {money:#}"));
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "00"));
    sign * (whole.parse::<i64>().expect("digits") * 100 + part.parse::<i64>().expect("two digits"))
}

/// A text of a JSON document.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value:#}"))
}

#[tokio::test]
async fn the_whole_walk_by_programs() {
    for place in places().await {
        let mut market = Market::open(&place);
        selling::join_and_be_approved(&mut market);
        let goods = selling::import_and_publish(&mut market);
        let order = buying::find_and_pay(&mut market, &goods);
        sending::send_and_be_paid(&mut market, &order);
        going_back::all_ways(&mut market, &goods);
        service::bought_and_redeemed(&mut market);
        market.place.verify();
        assert!(market.running.interrupt().success());
        place.verify();
    }
}
