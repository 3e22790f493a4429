// SPDX-License-Identifier: EUPL-1.2
//! The check both BSN and RSIN pass: nine digits and the eleven test.

use crate::Invalid;

/// Refuses a text that is not nine digits whose weighted sum is a multiple of eleven.
///
/// The weights are 9 to 2 for the first eight digits and -1 for the last. `000000000` passes: the standard's own
/// tests use it everywhere. The code is `only-digits`, `invalid-length` or `invalid`, in that order.
pub(crate) fn check(text: &str, noun: &str) -> Result<(), Invalid> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Invalid::new("only-digits", format!("Een {noun} bestaat alleen uit cijfers.")));
    }
    if text.len() != 9 {
        return Err(Invalid::new("invalid-length", format!("Een {noun} heeft precies 9 cijfers.")));
    }
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = text.bytes().zip(weights).map(|(digit, weight)| i32::from(digit - b'0') * weight).sum();
    if sum % 11 != 0 {
        return Err(Invalid::new("invalid", format!("Dit is geen geldig {noun}: het voldoet niet aan de elfproef.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::check;

    fn code(text: &str) -> &'static str {
        check(text, "RSIN").unwrap_err().code
    }

    #[test]
    fn nine_zeros_pass() {
        assert_eq!(check("000000000", "RSIN"), Ok(()));
    }

    #[test]
    fn known_numbers_pass() {
        for number in ["111222333", "123456782", "517439943", "002220647"] {
            assert_eq!(check(number, "RSIN"), Ok(()), "{number}");
        }
    }

    #[test]
    fn letters_are_named_before_the_length() {
        assert_eq!(code("1234a"), "only-digits");
        assert_eq!(code("１２３４５６７８２"), "only-digits");
    }

    #[test]
    fn too_few_too_many_and_no_digits_are_a_wrong_length() {
        assert_eq!(code("12345678"), "invalid-length");
        assert_eq!(code("1234567820"), "invalid-length");
        assert_eq!(code(""), "invalid-length");
    }

    #[test]
    fn a_wrong_sum_is_invalid() {
        assert_eq!(code("123456789"), "invalid");
    }

    proptest! {
        #[test]
        fn changing_one_digit_of_a_valid_number_makes_it_invalid(
            first_eight in prop::collection::vec(0u32..10, 8),
            position in 0usize..8,
            shift in 1u32..10,
        ) {
            let sum: u32 = first_eight.iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
            prop_assume!(sum % 11 != 10);
            let number = |digits: &[u32]| -> String {
                digits.iter().chain([&(sum % 11)]).map(ToString::to_string).collect()
            };
            prop_assert_eq!(check(&number(&first_eight), "BSN"), Ok(()));
            let mut wrong = first_eight.clone();
            wrong[position] = (wrong[position] + shift) % 10;
            prop_assert_eq!(check(&number(&wrong), "BSN").unwrap_err().code, "invalid");
        }
    }
}
