//! The targets of references.

use super::scan::{Scanner, Token, deeper};
use super::{Error, Result};

/// The positions of values in the order in which PHP numbers them, from 1.
///
/// A reference (`R:`) is the value it refers to and has no number of its own; a repeated object (`r:`)
/// has one (var_unserializer.re). Both lead to an earlier value.
#[derive(Debug)]
pub struct Numbered(Vec<usize>);

impl Numbered {
    /// Scans the value at the start of the payload.
    ///
    /// # Errors
    /// If it is malformed, or a reference leads nowhere.
    pub fn of(payload: &[u8]) -> Result<Self> {
        let mut numbered = Self(Vec::new());
        numbered.number(payload, &mut Scanner::new(payload))?;
        Ok(numbered)
    }

    /// The position of the value of this number, which is never a reference.
    pub fn position(&self, number: usize) -> Result<usize> {
        let problem = "no value before it";
        let index = number.checked_sub(1);
        let found = index.and_then(|index| self.0.get(index));
        found.copied().ok_or(Error::Reference { number, problem })
    }

    fn number(&mut self, payload: &[u8], scanner: &mut Scanner<'_>) -> Result<()> {
        let position = scanner.position();
        match scanner.token()? {
            Token::Reference(number) => {
                self.position(number)?;
            }
            Token::SameObject(number) => {
                let object = self.position(number)?;
                if !matches!(payload[object], b'O' | b'E' | b'C') {
                    let problem = "a value that is no object";
                    return Err(Error::Reference { number, problem });
                }
                self.0.push(object);
            }
            Token::Array { len } | Token::Object { len, .. } => {
                self.0.push(position);
                for _ in 0..len {
                    scanner.key()?;
                    deeper(|| self.number(payload, scanner))?;
                }
                scanner.close()?;
            }
            _ => self.0.push(position),
        }
        Ok(())
    }
}
