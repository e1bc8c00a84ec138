use super::*;
use sampan_ids::Cell;

fn variant(n: u64) -> VariantId {
    VariantId::compose(1, Cell::new(3), n)
}

#[test]
fn a_guests_basket_is_written_and_read_back() {
    let mut basket = Basket { id: Uuid::from_u128(7), items: Vec::new() };
    for n in 0..LINES as u64 {
        basket = basket.with(variant(n), 1 + n as u32).unwrap();
        assert_eq!(Basket::read(&basket.text()).as_ref(), Some(&basket));
    }
    let largest = basket.items.iter().fold(basket.clone(), |b, (v, _)| b.with(*v, PIECES).unwrap());
    assert!(largest.text().len() <= sampan_web::SIGNED_MAX);
    for text in ["", "x", "~", "=3", "AAAAAAAAAAAAAAAAAAAABw~", "AAAAAAAAAAAAAAAAAAAABw~AAAAAAAAAAAAAAAAAAAABw~-1"] {
        assert_eq!(Basket::read(text), None, "{text:?}");
    }
}

#[test]
fn a_basket_changes_within_its_limits() {
    let (a, b) = (variant(1), variant(2));
    let seller = sampan_ids::SellerId::compose(1, Cell::new(3), 1);
    let listing = sampan_ids::ListingId::compose(1, Cell::new(3), 1);
    let stock = sampan_trade::stock::Stock::new(a, listing, seller).set_on_hand(6).unwrap();
    let add = |basket, quantity| Change::Add { variant: a, quantity }.apply(basket, Some(&stock));
    let basket = add(add(Basket::default(), 2).unwrap(), 3).unwrap();
    assert_eq!(basket.items, [(a, 5)]);
    assert_eq!(add(basket.clone(), u32::MAX), Err(BasketRefusal::TooMany { most: PIECES }));
    assert_eq!(add(basket.clone(), 2), Err(BasketRefusal::Short { left: 6, lying: 5 }));
    assert_eq!(Change::Add { variant: b, quantity: 1 }.apply(basket.clone(), None), Err(BasketRefusal::Gone));
    let both = Change::Adopt { items: vec![(a, 4), (b, 1), (b, u32::MAX)] }.apply(basket.clone(), None).unwrap();
    assert_eq!(both.items, [(a, 5), (b, 1)]);
    assert_eq!(Change::Set { variant: a, quantity: 0 }.apply(both, None).unwrap().items, [(b, 1)]);
    let full = (0..LINES as u64).fold(Basket::default(), |basket, n| basket.with(variant(n), 1).unwrap());
    assert_eq!(full.with(variant(99), 1), Err(BasketRefusal::Full { most: LINES }));
}
