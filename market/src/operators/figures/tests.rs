use super::series::{Figure, Stretch};
use crate::accounts::Role;
use crate::testing::buying;
use crate::testing::fixtures::{self, Offer};
use crate::testing::people::signed_in;
use crate::testing::shops;

#[tokio::test]
async fn figures_are_what_was_sold() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "two-gull").await;
        let cherries = fixtures::listing(app, &seller, Offer::cherries()).await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        let mut sold = 0;
        for (pieces, to, paid) in [(2, "CN", true), (1, "SG", true), (1, "SG", false)] {
            let order = buying::placed(app, &seller, buyer, &[(&cherries, pieces)], to).await;
            if paid {
                buying::pay(app, order).await;
                let row =
                    app.db().query("select goods_usd from orders where order_id = $1", vec![order.0.into()]).await;
                sold += row.unwrap()[0].int("goods_usd");
            }
        }
        assert!(sold > 0);
        let mut stretch = Stretch::new(app, 7);
        let mut last = async |figure| {
            let rows = stretch.read(figure).await.unwrap();
            assert_eq!(rows.places.len(), 7);
            rows.values.iter().map(|list| *list.last().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(last(Figure::Orders).await, [2, 1]);
        assert_eq!(last(Figure::Sold).await, [sold]);
        assert_eq!(last(Figure::Sellers).await, [1]);
        assert_eq!(last(Figure::Listings).await, [1]);
        let to = stretch.read(Figure::OrdersByDestination).await.unwrap();
        assert_eq!((to.places, to.values), (vec!["CN".to_owned(), "SG".to_owned()], vec![vec![1, 1]]));
        let from = stretch.read(Figure::SoldByState).await.unwrap();
        assert_eq!((from.places, from.values), (vec![seller.state.code().to_owned()], vec![vec![sold]]));
    }
}
