//! Floats as PHP writes them: the fewest digits that read back as the same number
//! (`serialize_precision` of -1; `smart_str_append_double()` in Zend/zend_smart_str.c).

/// The most digits before the point; larger numbers have an exponent.
const MOST_DIGITS: i32 = 17;

/// The least power of ten without an exponent: numbers below 0.0001 have one.
const LOWEST_EXPONENT: i32 = -4;

/// Writes a number, with this letter before its exponent.
pub fn format(number: f64, exponent_letter: char) -> String {
    if number.is_nan() {
        return "NAN".to_owned();
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    if number.is_infinite() {
        return format!("{sign}INF");
    }
    let (digits, exponent) = shortest(number.abs());
    let unsigned = if (LOWEST_EXPONENT..MOST_DIGITS).contains(&exponent) {
        positional(&digits, exponent)
    } else {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        format!("{first}.{rest}{exponent_letter}{exponent:+}")
    };
    format!("{sign}{unsigned}")
}

/// The fewest digits that read back as the same number, and the power of ten of the first digit. Of two
/// candidates at the same distance it is the even one, as in zend_dtoa(); std does not promise that.
fn shortest(number: f64) -> (String, i32) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(number);
    let (decimal, power) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let power: i32 = power.parse().expect("made with a number");
    let all = format!("{whole}{fraction}");
    let leading = all.len() - all.trim_start_matches('0').len();
    let digits = all.trim_matches('0');
    if digits.is_empty() {
        return ("0".to_owned(), 0);
    }
    (
        digits.to_owned(),
        power + whole.len() as i32 - 1 - leading as i32,
    )
}

/// The digits with a point behind the `exponent` + first one.
fn positional(digits: &str, exponent: i32) -> String {
    let Ok(point) = usize::try_from(exponent + 1) else {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("0.{zeros}{digits}");
    };
    match digits.split_at_checked(point) {
        Some((whole, "")) => whole.to_owned(),
        Some(("", fraction)) => format!("0.{fraction}"),
        Some((whole, fraction)) => format!("{whole}.{fraction}"),
        None => format!("{digits:0<point$}"),
    }
}

/// Reads a number as PHP does; `None` if it is not one.
pub fn parse(text: &[u8]) -> Option<f64> {
    match text {
        b"NAN" => Some(f64::NAN),
        b"INF" => Some(f64::INFINITY),
        b"-INF" => Some(f64::NEG_INFINITY),
        _ => {
            // Rust also reads words: "inf".
            let ([b'+' | b'-', unsigned @ ..] | unsigned) = text;
            if !matches!(unsigned, [b'0'..=b'9' | b'.', ..]) {
                return None;
            }
            std::str::from_utf8(text).ok()?.parse().ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_php_does() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (5.0, "5"),
            (0.1, "0.1"),
            (-12.5, "-12.5"),
            (0.0001, "0.0001"),
            (0.00001, "1.0E-5"),
            (1.5e-7, "1.5E-7"),
            (1e16, "10000000000000000"),
            (1e17, "1.0E+17"),
            (123_456_789_012_345_678.0, "1.2345678901234568E+17"),
            (1e100, "1.0E+100"),
            (f64::INFINITY, "INF"),
            (f64::NEG_INFINITY, "-INF"),
            (f64::NAN, "NAN"),
            (183_910_256_999_546.62, "183910256999546.62"),
            (1_504_368_528_444_306.2, "1504368528444306.2"),
            (100.0, "100"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
        ] {
            assert_eq!(format(number, 'E'), text);
            let read = parse(text.as_bytes()).unwrap();
            assert!(read.to_bits() == number.to_bits() || number.is_nan() && read.is_nan());
        }
    }

    #[test]
    fn what_php_does_not_read_is_none() {
        for text in ["", "inf", "nan", "Infinity", "1x", "--1", "0x10", " 1"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
