//! The programming interface as outsiders meet it: a change of it shows in review.

#[test]
fn the_openapi_document_is_the_one_that_was_reviewed() {
    let routes = crate::routes();
    assert_eq!(routes.check(), Vec::<String>::new());
    let document = routes.openapi(crate::TITLE, "snapshot");
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_json_snapshot!("openapi", document);
    });
}

#[test]
fn every_text_is_there_in_every_language() {
    assert_eq!(crate::languages().check(), Vec::new());
}
