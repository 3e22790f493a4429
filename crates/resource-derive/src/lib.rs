// SPDX-License-Identifier: EUPL-1.2
//! `#[derive(Fields)]`: a struct becomes one constant table of its members.
//!
//! The macro emits data, never logic: `Fields::FIELDS` and, so that the struct can be a group in another, `Shaped::SHAPE`. Doc comments
//! become the descriptions in the contract. Names are camelCase; `#[serde(rename = "…")]` on a member wins.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Field, Lit, LitStr, Meta, parse_macro_input};

/// Derives `Fields` and `Shaped` for a struct with named members.
///
/// On a member, `#[field(…)]` takes `required`, `read_only`, `write_only`, `nullable` (`nullable = false` for an `Option` that is left out instead), `blank`, `deprecated`, `resolve`, `max = n`, `min = n`,
/// `pattern = "[A-Z]"`, `default = "json"`, `shape = expression` and `answer = expression`.
#[proc_macro_derive(Fields, attributes(field))]
pub fn derive_fields(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: &DeriveInput) -> syn::Result<Tokens> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(input, "Fields needs a struct with named members"));
    };
    let name = &input.ident;
    let fields = data.fields.iter().map(entry).collect::<syn::Result<Vec<_>>>()?;
    Ok(quote! {
        impl ::waarmaker_resource::Fields for #name {
            const FIELDS: &'static [::waarmaker_resource::Field] = &[#(#fields),*];
        }
        impl ::waarmaker_resource::Shaped for #name {
            const SHAPE: ::waarmaker_resource::Shape =
                ::waarmaker_resource::Shape::Group(<Self as ::waarmaker_resource::Fields>::FIELDS);
        }
    })
}

/// One `Field { … }` expression.
fn entry(field: &Field) -> syn::Result<Tokens> {
    let ident = field.ident.as_ref().ok_or_else(|| syn::Error::new_spanned(field, "a member needs a name"))?;
    let wire = rename(&field.attrs)?.unwrap_or_else(|| camel(&ident.to_string()));
    let doc = doc(&field.attrs);
    let ty = &field.ty;
    let mut shape = quote!(<#ty as ::waarmaker_resource::Shaped>::SHAPE);
    let mut nullable = quote!(<#ty as ::waarmaker_resource::Shaped>::NULLABLE);
    let mut rest = Tokens::new();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("field")) {
        attribute.parse_nested_meta(|meta| {
            let key = meta.path.require_ident()?.clone();
            if key == "nullable" {
                let value: Option<Expr> =
                    if meta.input.peek(syn::Token![=]) { Some(meta.value()?.parse()?) } else { None };
                nullable = value.map_or(quote!(true), |value| quote!(#value));
            } else if key == "shape" {
                let value: Expr = meta.value()?.parse()?;
                shape = quote!(#value);
            } else if meta.input.peek(syn::Token![=]) {
                let value: Expr = meta.value()?.parse()?;
                rest.extend(quote!(#key: Some(#value),));
            } else {
                rest.extend(quote!(#key: true,));
            }
            Ok(())
        })?;
    }
    Ok(quote! {
        ::waarmaker_resource::Field {
            name: #wire, doc: #doc, shape: #shape, nullable: #nullable, #rest ..::waarmaker_resource::Field::BASE
        }
    })
}

/// The value of `#[serde(rename = "…")]`.
fn rename(attributes: &[Attribute]) -> syn::Result<Option<String>> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                found = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<Expr>()?;
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// The doc comment as one line.
fn doc(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// `datum_status_gezet` → `datumStatusGezet`.
fn camel(name: &str) -> String {
    let mut upper = false;
    name.trim_start_matches("r#")
        .chars()
        .filter_map(|c| {
            if c == '_' {
                upper = true;
                return None;
            }
            Some(if std::mem::take(&mut upper) { c.to_ascii_uppercase() } else { c })
        })
        .collect()
}
