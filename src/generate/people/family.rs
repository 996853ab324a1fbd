//! Children and the care they need: families with two children in two facilities are what makes the matching hard.

use crate::files::scenario::format::Child;
use crate::generate::care::Childcare;
use crate::generate::draw::Draw;
use crate::generate::shares::Shares;

/// Oldest age at which someone must look after a child.
const CARE_UNTIL: u8 = 11;

/// The children of a person of `age`.
pub(super) fn children(age: u64, nis: &str, childcare: &Childcare, shares: &Shares, draw: &mut Draw) -> Vec<Child> {
    if !(20..50).contains(&age) || !draw.chance(shares.parents_of_20_to_49) {
        return vec![];
    }
    let number = number_of_children(shares, draw);
    // Nobody is a parent before 18.
    let oldest = (age - 18).min(15);
    let mut ages: Vec<_> = (0..number).map(|_| draw.between(0, oldest) as u8).collect();
    ages.sort_unstable();
    // Care is one fact of a family: with a partner or grandparents at home no child needs it.
    let needed = draw.chance(shares.care_needed);
    ages.into_iter().map(|age| child(age, needed, nis, childcare, shares, draw)).collect()
}

fn number_of_children(shares: &Shares, draw: &mut Draw) -> u64 {
    let at = draw.below(1000);
    if at < shares.one_child {
        1
    } else if at < shares.one_child + shares.two_children {
        2
    } else {
        draw.between(3, 4)
    }
}

fn child(age: u8, needed: bool, nis: &str, childcare: &Childcare, shares: &Shares, draw: &mut Draw) -> Child {
    let care_needed = needed && age <= CARE_UNTIL;
    let share = if age < 3 { shares.has_place_under_3 } else { shares.has_place_3_to_11 };
    let has_place = care_needed && draw.chance(share);
    let place = if has_place { childcare.facility_for(nis, age, draw).map(|care| care.id.clone()) } else { None };
    Child { age, care_needed, place, school: None }
}
