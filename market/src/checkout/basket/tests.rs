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
    let basket = Change::Add { variant: a, quantity: 2 }.apply(Basket::default()).unwrap();
    let basket = Change::Add { variant: a, quantity: 3 }.apply(basket).unwrap();
    assert_eq!(basket.items, [(a, 5)]);
    let too_many = Change::Add { variant: a, quantity: u32::MAX }.apply(basket.clone());
    assert_eq!(too_many, Err(BasketRefusal::TooMany { most: PIECES }));
    let both = Change::Adopt { items: vec![(a, 4), (b, 1), (b, u32::MAX)] }.apply(basket.clone()).unwrap();
    assert_eq!(both.items, [(a, 5), (b, 1)]);
    assert_eq!(Change::Set { variant: a, quantity: 0 }.apply(both).unwrap().items, [(b, 1)]);
    let full = (0..LINES as u64).fold(Basket::default(), |basket, n| basket.with(variant(n), 1).unwrap());
    assert_eq!(full.with(variant(99), 1), Err(BasketRefusal::Full { most: LINES }));
}
