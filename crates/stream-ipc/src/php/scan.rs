//! The tokens of the format: what a value begins with.

use super::error::Error;
use super::{Result, float};

/// How deep arrays and objects may be nested. PHP's own limit, `unserialize_max_depth`, is 4096;
/// this one is that of its JSON.
pub const MAX_DEPTH: usize = 512;

/// Reads or writes what is one level deeper. How much of the stack that takes is up to the types:
/// where too little may be left, it goes on on another.
pub fn deeper<R>(level: impl FnOnce() -> R) -> R {
    const ENOUGH: usize = 512 * 1024;
    const MORE: usize = 4 * 1024 * 1024;
    stacker::maybe_grow(ENOUGH, MORE, level)
}

/// What a value begins with. `Array` and `Object` are followed by as many pairs of key and value as
/// they say, then by [`Scanner::close`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    String(&'a [u8]),
    Array {
        len: usize,
    },
    Object {
        class: &'a str,
        len: usize,
    },
    Enum {
        class: &'a str,
        case: &'a str,
    },
    Custom {
        class: &'a str,
        data: &'a [u8],
    },
    /// The object of that number once more.
    SameObject(usize),
    /// A PHP reference to the value of that number.
    Reference(usize),
}

impl Token<'_> {
    /// What PHP calls such a value, for error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a bool",
            Self::Int(_) => "an int",
            Self::Float(_) => "a float",
            Self::String(_) => "a string",
            Self::Array { .. } => "an array",
            Self::Object { .. } | Self::Custom { .. } => "an object",
            Self::Enum { .. } => "an enum case",
            Self::SameObject(_) | Self::Reference(_) => "a reference",
        }
    }
}

/// Reads tokens one after the other.
#[derive(Debug, Clone)]
pub struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let (at, depth) = (0, 0);
        Self { bytes, at, depth }
    }

    /// Where it is, in bytes from the start.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes to another position.
    pub fn go_to(&mut self, position: usize) {
        self.at = position;
    }

    /// The bytes from `start` to where it is.
    pub fn since(&self, start: usize) -> &'a [u8] {
        &self.bytes[start..self.at]
    }

    /// The next token, left where it is.
    pub fn peek(&self) -> Result<Token<'a>> {
        self.clone().token()
    }

    /// The next token. Within an array or object one level deeper begins.
    pub fn token(&mut self) -> Result<Token<'a>> {
        let rest = &self.bytes[self.at..];
        let (Some(&tag), Some(&separator)) = (rest.first(), rest.get(1)) else {
            return Err(self.malformed("the payload ends where a value should be"));
        };
        if tag != b'N' && separator != b':' || tag == b'N' && separator != b';' {
            return Err(self.malformed("no value begins like this"));
        }
        self.at += 2;
        match tag {
            b'N' => Ok(Token::Null),
            b'b' => match self.until(b';')? {
                "0" => Ok(Token::Bool(false)),
                "1" => Ok(Token::Bool(true)),
                _ => Err(self.malformed("a bool is 0 or 1")),
            },
            b'i' => self.int().map(Token::Int),
            b'd' => {
                let text = self.until(b';')?;
                let number = float::parse(text).ok_or_else(|| self.malformed("not a float"))?;
                Ok(Token::Float(number))
            }
            b's' => {
                let string = self.quoted()?;
                self.expect(b';', "a string ends with a semicolon")?;
                Ok(Token::String(string))
            }
            b'a' => {
                let len = self.count(b':')?;
                self.open()?;
                Ok(Token::Array { len })
            }
            b'O' => {
                let class = self.class()?;
                self.expect(b':', "a class is followed by a colon")?;
                let len = self.count(b':')?;
                self.open()?;
                Ok(Token::Object { class, len })
            }
            b'C' => {
                let class = self.class()?;
                self.expect(b':', "a class is followed by a colon")?;
                let len = self.count(b':')?;
                self.expect(b'{', "data is in braces")?;
                let data = self.take(len)?;
                self.expect(b'}', "data is in braces")?;
                Ok(Token::Custom { class, data })
            }
            b'E' => {
                let name = self.class()?;
                self.expect(b';', "an enum case ends with a semicolon")?;
                let (class, case) = name
                    .split_once(':')
                    .ok_or_else(|| self.malformed("an enum case is written Class:Case"))?;
                Ok(Token::Enum { class, case })
            }
            b'r' => self.count(b';').map(Token::SameObject),
            b'R' => self.count(b';').map(Token::Reference),
            _ => Err(self.malformed("no value begins like this")),
        }
    }

    /// A key of an array or object: an int or a string.
    pub fn key(&mut self) -> Result<Token<'a>> {
        match self.bytes.get(self.at) {
            Some(b'i' | b's') => self.token(),
            _ => Err(self.malformed("a key is an int or a string")),
        }
    }

    /// The end of an array or object.
    pub fn close(&mut self) -> Result<()> {
        self.depth -= 1;
        self.expect(b'}', "the array or object should end here")
    }

    /// Passes over a whole value, and tells whether a reference was in it.
    pub fn skip(&mut self) -> Result<bool> {
        match self.token()? {
            Token::Array { len } | Token::Object { len, .. } => {
                let mut referred = false;
                for _ in 0..len {
                    self.key()?;
                    referred |= self.skip()?;
                }
                self.close()?;
                Ok(referred)
            }
            Token::SameObject(_) | Token::Reference(_) => Ok(true),
            _ => Ok(false),
        }
    }

    fn open(&mut self) -> Result<()> {
        if self.depth == MAX_DEPTH {
            let (at, max) = (self.at, MAX_DEPTH);
            return Err(Error::TooDeep { at, max });
        }
        self.depth += 1;
        self.expect(b'{', "elements are in braces")
    }

    fn int(&mut self) -> Result<i64> {
        let text = self.until(b';')?;
        text.parse()
            .map_err(|_| self.malformed("not an int of 64 bits"))
    }

    fn count(&mut self, end: u8) -> Result<usize> {
        let text = self.until(end)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| text.parse().ok()).flatten();
        number.ok_or_else(|| self.malformed("not a number of things"))
    }

    fn class(&mut self) -> Result<&'a str> {
        let name = self.quoted()?;
        std::str::from_utf8(name).map_err(|_| self.malformed("the class's name is not UTF-8"))
    }

    /// `3:"abc"`
    fn quoted(&mut self) -> Result<&'a [u8]> {
        let len = self.count(b':')?;
        self.expect(b'"', "a string is in quotes")?;
        let string = self.take(len)?;
        self.expect(b'"', "a string is in quotes, and as long as it says")?;
        Ok(string)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let Some((taken, _)) = self.bytes[self.at..].split_at_checked(len) else {
            return Err(self.malformed("less follows than is announced"));
        };
        self.at += len;
        Ok(taken)
    }

    fn until(&mut self, end: u8) -> Result<&'a str> {
        // No number is longer.
        const LONGEST: usize = 512;
        let rest = &self.bytes[self.at..];
        let window = &rest[..rest.len().min(LONGEST)];
        let text = memchr::memchr(end, window)
            .and_then(|len| std::str::from_utf8(&window[..len]).ok())
            .ok_or_else(|| self.malformed("not a number"))?;
        self.at += text.len() + 1;
        Ok(text)
    }

    fn expect(&mut self, byte: u8, problem: &'static str) -> Result<()> {
        if self.bytes.get(self.at) != Some(&byte) {
            return Err(self.malformed(problem));
        }
        self.at += 1;
        Ok(())
    }

    fn malformed(&self, problem: &'static str) -> Error {
        let at = self.at;
        Error::Malformed { at, problem }
    }
}
