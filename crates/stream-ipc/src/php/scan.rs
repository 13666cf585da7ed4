//! The tokens of the format, for programs that make values of their own of it, without serde.
//!
//! ```
//! use stream_ipc::php::scan::{Scanner, Token};
//!
//! let mut scanner = Scanner::new(br#"a:1:{s:3:"one";i:1;}"#);
//! assert_eq!(scanner.token()?, Token::Array { len: 1 });
//! assert_eq!(scanner.key()?, Token::String(b"one"));
//! assert_eq!(scanner.token()?, Token::Int(1));
//! scanner.close()?;
//! # Ok::<(), stream_ipc::php::Error>(())
//! ```

use super::error::Error;
use super::{Result, float};

/// The deepest nesting of arrays and objects. PHP's own limit, `unserialize_max_depth`, is 4096; we use
/// that of json_decode().
pub const MAX_DEPTH: usize = 512;

/// Reads or writes one level deeper. How much of the stack a level takes is up to the types; if too
/// little may be left, the level continues on another stack.
pub fn deeper<R>(level: impl FnOnce() -> R) -> R {
    const ENOUGH: usize = 512 * 1024;
    const MORE: usize = 4 * 1024 * 1024;
    stacker::maybe_grow(ENOUGH, MORE, level)
}

/// The start of a value. After `Array` and `Object` follow as many pairs of key and value as they say,
/// then [`Scanner::close`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'a> {
    /// null
    Null,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    String(&'a [u8]),
    /// The start of an array.
    Array {
        /// The number of elements.
        len: usize,
    },
    /// The start of an object.
    Object {
        /// The name of its class.
        class: &'a [u8],
        /// The number of properties.
        len: usize,
    },
    /// An enum case.
    Enum {
        /// The name of the enum.
        class: &'a [u8],
        /// The name of the case.
        case: &'a [u8],
    },
    /// An object of a class that implements `Serializable`.
    Custom {
        /// The name of its class.
        class: &'a [u8],
        /// The bytes that its method `serialize()` returned.
        data: &'a [u8],
    },
    /// The object of this number again.
    SameObject(usize),
    /// A PHP reference to the value of this number.
    Reference(usize),
}

impl Token<'_> {
    /// PHP's name for this kind of value, for error messages.
    pub(super) fn kind(&self) -> &'static str {
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
    /// The bytes not yet read.
    rest: &'a [u8],
    depth: usize,
}

impl<'a> Scanner<'a> {
    /// Begins at the start of a payload.
    pub fn new(bytes: &'a [u8]) -> Self {
        let (rest, depth) = (bytes, 0);
        Self { bytes, rest, depth }
    }

    /// The position, in bytes from the start.
    pub fn position(&self) -> usize {
        self.bytes.len() - self.rest.len()
    }

    /// Goes to another position.
    pub(super) fn go_to(&mut self, position: usize) {
        self.rest = &self.bytes[position..];
    }

    /// Goes to the start of an element one level deeper.
    pub(super) fn enter(&mut self, position: usize) {
        self.go_to(position);
        self.depth += 1;
    }

    /// The bytes from `start` to the current position.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        &self.bytes[start..self.position()]
    }

    /// The name of a class or case, as text.
    pub(super) fn text(&self, name: &'a [u8]) -> Result<&'a str> {
        std::str::from_utf8(name).map_err(|_| self.malformed("a class's name is not UTF-8"))
    }

    /// The next token, without reading on.
    pub(super) fn peek(&self) -> Result<Token<'a>> {
        self.clone().token()
    }

    /// Reads these bytes, if they come next. Whoever expects a certain key is faster this way.
    pub fn skip_prefix(&mut self, bytes: &[u8]) -> bool {
        match self.rest.strip_prefix(bytes) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Whether an object comes next.
    pub fn is_at_object(&self) -> bool {
        matches!(self.rest, [b'O', ..])
    }

    /// Reads the start of an object, `O:3:"App":2:{`, if the next one starts with these bytes. Whoever
    /// expects a certain class is faster this way.
    pub fn begin_object(&mut self, start: &[u8]) -> bool {
        let begins = self.depth < MAX_DEPTH && self.skip_prefix(start);
        self.depth += usize::from(begins);
        begins
    }

    /// Reads the next token. `Array` and `Object` begin one level deeper.
    ///
    /// # Errors
    /// If no value begins here, or it is nested deeper than [`MAX_DEPTH`].
    #[inline]
    pub fn token(&mut self) -> Result<Token<'a>> {
        let start = self.rest;
        let Some((kind, rest)) = start.split_first_chunk() else {
            return Err(self.malformed("the payload ends where a value should be"));
        };
        self.rest = rest;
        match kind {
            b"N;" => Ok(Token::Null),
            b"b:" if self.skip_prefix(b"0;") => Ok(Token::Bool(false)),
            b"b:" if self.skip_prefix(b"1;") => Ok(Token::Bool(true)),
            b"b:" => Err(self.malformed("a bool is 0 or 1")),
            b"i:" => self.int().map(Token::Int),
            b"d:" => self.float().map(Token::Float),
            b"s:" => {
                let string = self.quoted()?;
                self.expect(b';', "a string ends with a semicolon")?;
                Ok(Token::String(string))
            }
            b"a:" => {
                let len = self.count(b':')?;
                self.open()?;
                Ok(Token::Array { len })
            }
            b"O:" => {
                let class = self.quoted()?;
                self.expect(b':', "a class is followed by a colon")?;
                let len = self.count(b':')?;
                self.open()?;
                Ok(Token::Object { class, len })
            }
            b"C:" => {
                let class = self.quoted()?;
                self.expect(b':', "a class is followed by a colon")?;
                let len = self.count(b':')?;
                self.expect(b'{', "data is in braces")?;
                let data = self.take(len)?;
                self.expect(b'}', "data is in braces")?;
                Ok(Token::Custom { class, data })
            }
            b"E:" => {
                let name = self.quoted()?;
                self.expect(b';', "an enum case ends with a semicolon")?;
                let colon = memchr::memchr(b':', name)
                    .ok_or_else(|| self.malformed("an enum case is written Class:Case"))?;
                let (class, case) = (&name[..colon], &name[colon + 1..]);
                Ok(Token::Enum { class, case })
            }
            b"r:" => self.count(b';').map(Token::SameObject),
            b"R:" => self.count(b';').map(Token::Reference),
            _ => {
                self.rest = start;
                Err(self.malformed("no value begins like this"))
            }
        }
    }

    /// Reads a key of an array or object: an int or a string.
    ///
    /// # Errors
    /// If there is none.
    pub fn key(&mut self) -> Result<Token<'a>> {
        match self.rest.first() {
            Some(b'i' | b's') => self.token(),
            _ => Err(self.malformed("a key is an int or a string")),
        }
    }

    /// Reads the end of an array or object.
    ///
    /// # Errors
    /// If it does not end here.
    pub fn close(&mut self) -> Result<()> {
        self.depth -= 1;
        self.expect(b'}', "the array or object should end here")
    }

    /// Reads the ends of all arrays and objects that end here.
    pub fn close_all(&mut self) {
        while let (1.., [b'}', rest @ ..]) = (self.depth, self.rest) {
            (self.depth, self.rest) = (self.depth - 1, rest);
        }
    }

    /// Skips a whole value, and returns whether it contains a reference.
    pub(super) fn skip(&mut self) -> Result<bool> {
        let token = self.token()?;
        self.skip_rest(token)
    }

    /// Skips the rest of the value that began with `token`, and returns whether it contains a reference.
    pub(super) fn skip_rest(&mut self, token: Token<'_>) -> Result<bool> {
        match token {
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

    #[inline(always)]
    fn open(&mut self) -> Result<()> {
        if self.depth == MAX_DEPTH {
            let (at, max) = (self.position(), MAX_DEPTH);
            return Err(Error::TooDeep { at, max });
        }
        self.depth += 1;
        self.expect(b'{', "elements are in braces")
    }

    #[inline]
    fn int(&mut self) -> Result<i64> {
        let (is_negative, digits) = match self.rest {
            [b'-', digits @ ..] => (true, digits),
            [b'+', digits @ ..] => (false, digits),
            digits => (false, digits),
        };
        let number = self
            .number(digits, b';')
            .and_then(|number| match is_negative {
                true => 0_i64.checked_sub_unsigned(number),
                false => i64::try_from(number).ok(),
            });
        number.ok_or_else(|| self.malformed("not an int of 64 bits"))
    }

    #[inline(always)]
    fn count(&mut self, end: u8) -> Result<usize> {
        // Most counts have one or two digits.
        match *self.rest {
            [digit @ b'0'..=b'9', first, ref rest @ ..] if first == end => {
                self.rest = rest;
                return Ok(usize::from(digit - b'0'));
            }
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9', first, ref rest @ ..] if first == end => {
                self.rest = rest;
                return Ok(usize::from(tens - b'0') * 10 + usize::from(ones - b'0'));
            }
            _ => {}
        }
        self.number(self.rest, end)
            .and_then(|number| usize::try_from(number).ok())
            .ok_or_else(|| self.malformed("not a count"))
    }

    /// Reads digits up to and including `end`; `None` if there are none, or 64 bits do not hold the
    /// number.
    fn number(&mut self, digits: &'a [u8], end: u8) -> Option<u64> {
        let mut number = 0_u64;
        let mut rest = digits;
        while let [digit @ b'0'..=b'9', behind @ ..] = rest {
            number = number
                .checked_mul(10)?
                .checked_add(u64::from(digit - b'0'))?;
            rest = behind;
        }
        let (first, behind) = rest.split_first()?;
        if *first != end || rest.len() == digits.len() {
            return None;
        }
        self.rest = behind;
        Some(number)
    }

    /// `3:"abc"`
    #[inline(always)]
    pub(super) fn quoted(&mut self) -> Result<&'a [u8]> {
        let len = self.count(b':')?;
        let [b'"', rest @ ..] = self.rest else {
            return Err(self.malformed("a string is in quotes"));
        };
        let Some((string, rest)) = rest.split_at_checked(len) else {
            return Err(self.malformed("fewer bytes follow than announced"));
        };
        let [b'"', rest @ ..] = rest else {
            return Err(self.malformed("a string is in quotes, and as long as it says"));
        };
        self.rest = rest;
        Ok(string)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let Some((taken, rest)) = self.rest.split_at_checked(len) else {
            return Err(self.malformed("fewer bytes follow than announced"));
        };
        self.rest = rest;
        Ok(taken)
    }

    fn float(&mut self) -> Result<f64> {
        // No number that PHP writes is longer.
        const LONGEST_NUMBER: usize = 512;
        let window = &self.rest[..self.rest.len().min(LONGEST_NUMBER)];
        let end = window.iter().position(|&byte| byte == b';');
        let found = end.and_then(|end| Some((end, float::parse(&window[..end])?)));
        let (end, number) = found.ok_or_else(|| self.malformed("not a float"))?;
        self.rest = &self.rest[end + 1..];
        Ok(number)
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8, problem: &'static str) -> Result<()> {
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                Ok(())
            }
            _ => Err(self.malformed(problem)),
        }
    }

    #[cold]
    fn malformed(&self, problem: &'static str) -> Error {
        let at = self.position();
        Error::Malformed { at, problem }
    }
}
