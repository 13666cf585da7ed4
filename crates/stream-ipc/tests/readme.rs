//! The README shows nothing that does not compile.

#[test]
fn the_readme_shows_the_example_that_the_documentation_tests() {
    let readme = include_str!("../../../README.md");
    let (_, shown) = readme.split_once("```rust\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let documented: String = include_str!("../src/lib.rs")
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n")
        .collect();
    assert!(documented.contains(shown), "{shown}");
}
