//! Enums whose variants are kinds of things that happen, each written as a JSON object with its `kind`. Declared by this
//! macro, a kind is named once: what is written, what is read and what is known of it all come from there.

/// Declares an enum of kinds. What follows after `else` is written as it is, without a kind of ours.
macro_rules! kinds {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$about:meta])* $kind:ident as $written:literal $fields:tt,)*
        } $(else {
            $($(#[$about_other:meta])* $other:ident $inner:tt,)*
        })?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[serde(tag = "kind")]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $written)] $kind $fields,)*
            $($($(#[$about_other])* #[serde(untagged)] $other $inner,)*)?
        }

        impl $name {
            /// Whether this is one of these kinds, as they are written.
            pub(super) fn knows(kind: &str) -> bool {
                [$($written),*].contains(&kind)
            }

            /// Reads one of a known kind. What it has beyond its fields is of no use to this version.
            pub(super) fn read(
                mut fields: serde_json::Map<String, serde_json::Value>,
            ) -> Result<Self, serde_json::Error> {
                type Read = $name;

                // The same once more, since what is written with its `kind` inside is read faster with that outside.
                #[derive(serde::Deserialize)]
                #[serde(remote = "Read")]
                enum Kinds {
                    $(#[serde(rename = $written)] $kind $fields,)*
                }

                let kind = fields.remove("kind").unwrap_or_default();
                let one = std::iter::once((kind, serde_json::Value::Object(fields)));
                let one = serde::de::value::MapDeserializer::new(one);
                Kinds::deserialize(serde::de::value::MapAccessDeserializer::new(one))
            }

            /// Its kind, as it is written. Empty where it is none of these.
            const fn written(&self) -> &'static str {
                match self {
                    $(Self::$kind { .. } => $written,)*
                    $($(Self::$other { .. } => "",)*)?
                }
            }
        }
    };
}
pub(super) use kinds;
