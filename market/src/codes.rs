//! The market's refusals as they are shown: a stable code each, with its status. The words are the texts
//! `refused-<code>` of the language files.

use sampan_web::Code;

/// Every code, in alphabetical order. A refusal that is not listed here is shown as a plain "not now".
pub const CODES: &[Code] = &[];
