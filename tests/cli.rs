//! The command line behaves as the cases in `tests/cli/` and the pages for people show it.

#[test]
fn cases_and_pages() {
    trycmd::TestCases::new()
        .env("SVERKA_CACHE_DIR", "")
        .case("tests/cli/*.trycmd")
        .case("README.md")
        .case("docs/*.md");
}
