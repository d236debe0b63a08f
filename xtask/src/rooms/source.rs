//! The sources of a crate, module by module: which other rooms of the crate each of them names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

use super::house::{House, Room};
use crate::outcome::{Result, told};

/// Reads a crate, whose name is `name`, from the file that it begins with.
///
/// # Errors
/// A file that is missing or is no Rust.
pub(super) fn read(name: &str, root: &Path) -> Result<House> {
    let mut reader = Reader::default();
    reader.file(root, &mut Vec::new())?;
    Ok(House {
        name: name.to_owned(),
        rooms: reader.rooms,
    })
}

#[derive(Default)]
struct Reader {
    rooms: BTreeMap<String, Room>,
}

impl Reader {
    /// Reads a file, which is the module `place`, and those below it.
    fn file(&mut self, path: &Path, place: &mut Vec<String>) -> Result<()> {
        let text = std::fs::read_to_string(path).map_err(told(path.display()))?;
        let file = syn::parse_file(&text).map_err(told(path.display()))?;
        if let [room] = place.as_slice() {
            self.rooms.entry(room.clone()).or_default().purpose = first_sentence(&file.attrs);
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let below = match path.file_stem().and_then(|it| it.to_str()) {
            Some("lib" | "main" | "mod") | None => folder.to_owned(),
            Some(stem) => folder.join(stem),
        };
        self.items(&file.items, folder, &below, place)
    }

    /// Reads what a module holds; `folder` is that of its file, `below` that of the modules below it.
    fn items(
        &mut self,
        items: &[syn::Item],
        folder: &Path,
        below: &Path,
        place: &mut Vec<String>,
    ) -> Result<()> {
        for item in items {
            let syn::Item::Mod(module) = item else {
                self.names(item, place);
                continue;
            };
            if for_tests(&module.attrs) {
                continue;
            }
            let name = module.ident.to_string();
            place.push(name.clone());
            if place.len() == 1 {
                self.rooms.entry(name.clone()).or_default();
            }
            match &module.content {
                Some((_, items)) => self.items(items, folder, &below.join(&name), place)?,
                None => self.file(&file_of(module, folder, below), place)?,
            }
            place.pop();
        }
        Ok(())
    }

    /// Notes the rooms that one item names.
    fn names(&mut self, item: &syn::Item, place: &[String]) {
        // The crate's front door names all of its rooms.
        let Some(room) = place.first() else { return };
        let mut paths = Paths::default();
        paths.visit_item(item);
        for path in paths.found {
            let Some(other) = destination(&path, place) else {
                continue;
            };
            if other != *room {
                self.rooms
                    .entry(room.clone())
                    .or_default()
                    .uses
                    .insert(other);
            }
        }
    }
}

/// The file of a module that is declared without its contents.
fn file_of(module: &syn::ItemMod, folder: &Path, below: &Path) -> PathBuf {
    let name = module.ident.to_string();
    let flat = below.join(format!("{name}.rs"));
    let named = module.attrs.iter().find_map(|attribute| {
        let pair = attribute.meta.require_name_value().ok()?;
        let syn::Expr::Lit(literal) = &pair.value else {
            return None;
        };
        match &literal.lit {
            syn::Lit::Str(text) if pair.path.is_ident("path") => Some(folder.join(text.value())),
            _ => None,
        }
    });
    match named {
        Some(path) => path,
        None if flat.exists() => flat,
        None => below.join(name).join("mod.rs"),
    }
}

/// The room that a path leads to from a module, if it says so.
fn destination(path: &[String], place: &[String]) -> Option<String> {
    match path.first()?.as_str() {
        "crate" => path.get(1).cloned(),
        "super" => {
            let up = path.iter().take_while(|it| *it == "super").count();
            let from = place.get(..place.len().checked_sub(up)?)?;
            from.first().or(path.get(up)).cloned()
        }
        _ => None,
    }
}

/// Every path that an item holds, from its first word on.
#[derive(Default)]
struct Paths {
    found: BTreeSet<Vec<String>>,
}

impl Paths {
    fn tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        match tree {
            syn::UseTree::Path(path) => {
                let mut path_so_far = before.to_vec();
                path_so_far.push(path.ident.to_string());
                self.tree(&path.tree, &path_so_far);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before);
                }
            }
            syn::UseTree::Name(name) => self.ends(before, &name.ident),
            syn::UseTree::Rename(name) => self.ends(before, &name.ident),
            _ => {
                self.found.insert(before.to_vec());
            }
        }
    }

    fn ends(&mut self, before: &[String], name: &syn::Ident) {
        let mut path = before.to_vec();
        path.push(name.to_string());
        self.found.insert(path);
    }

    /// The words of a macro are no paths to the parser: what looks like one is one.
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(word) => {
                    if colons != 2 {
                        self.found.insert(std::mem::take(&mut path));
                    }
                    path.push(word.to_string());
                    colons = 0;
                }
                proc_macro2::TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
                other => {
                    self.found.insert(std::mem::take(&mut path));
                    colons = 0;
                    if let proc_macro2::TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.found.insert(path);
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !for_tests(&item.attrs) {
            self.tree(&item.tree, &[]);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words = path.segments.iter().map(|it| it.ident.to_string());
        self.found.insert(words.collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Fn(it) => &it.attrs,
            syn::Item::Impl(it) => &it.attrs,
            syn::Item::Mod(it) => &it.attrs,
            syn::Item::Const(it) => &it.attrs,
            syn::Item::Static(it) => &it.attrs,
            syn::Item::Struct(it) => &it.attrs,
            syn::Item::Enum(it) => &it.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !for_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }
}

/// Whether something is compiled for tests only.
fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Meta>()
                .is_ok_and(|condition| asks_for_tests(&condition))
    })
}

/// Whether a condition is `test`, or `all` of it and others.
fn asks_for_tests(condition: &syn::Meta) -> bool {
    type Conditions = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;
    match condition {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(Conditions::parse_terminated)
            .is_ok_and(|conditions| conditions.iter().any(asks_for_tests)),
        _ => false,
    }
}

/// The first sentence of a module's documentation, without marks of links.
fn first_sentence(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let pair = attribute.meta.require_name_value().ok()?;
        let syn::Expr::Lit(literal) = &pair.value else {
            return None;
        };
        match &literal.lit {
            syn::Lit::Str(text) if pair.path.is_ident("doc") => Some(text.value()),
            _ => None,
        }
    });
    let text: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    let text = text.join(" ").replace("[`", "`").replace("`]", "`");
    match text.split_once(". ") {
        Some((first, _)) => first.to_owned(),
        None => text.trim_end_matches('.').to_owned(),
    }
}

#[cfg(test)]
mod tests;
