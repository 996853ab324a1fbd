//! A list of invited people that grows and shrinks, with its turnout kept up.

use super::Probability;
use super::distribution::{DROPPED_BELOW, Turnout, TurnoutError, check_size};

/// The invited people, each with a probability to come, and their turnout while they decide independently.
#[derive(Clone, Debug, PartialEq)]
pub struct Invited {
    people: Vec<Probability>,
    turnout: Turnout,
}

impl Invited {
    /// A list of `people`. Cost: O(n²).
    ///
    /// # Errors
    /// [`TurnoutError::TooManyInvited`].
    pub fn of(people: Vec<Probability>) -> Result<Self, TurnoutError> {
        let turnout = Turnout::of(&people)?;
        Ok(Self { people, turnout })
    }

    /// The people, in the order in which they were added.
    pub fn people(&self) -> &[Probability] {
        &self.people
    }

    /// How many of them come.
    pub fn turnout(&self) -> &Turnout {
        &self.turnout
    }

    /// Invites one more person. Cost: O(n).
    ///
    /// # Errors
    /// [`TurnoutError::TooManyInvited`]; the list is as it was.
    pub fn add(&mut self, person: Probability) -> Result<(), TurnoutError> {
        check_size(self.people.len() + 1)?;
        self.people.push(person);
        self.turnout.convolve(person, DROPPED_BELOW);
        Ok(())
    }

    /// Takes the person at position `at` off the list; those after move up. None, and nothing changes, where nobody is
    /// there.
    ///
    /// Cost: O(n²), the turnout is computed afresh. Dividing the person out again would cost O(n), and each time
    /// multiply the errors that are there.
    pub fn remove(&mut self, at: usize) -> Option<Probability> {
        if at >= self.people.len() {
            return None;
        }
        let person = self.people.remove(at);
        self.turnout = Turnout::convolved(&self.people, DROPPED_BELOW);
        Some(person)
    }
}
