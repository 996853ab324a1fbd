//! Certificates to file and back.

use schakel_model::{BlockProof, Certificate, Cut, Draw, Grouping, PartProof, Prices, Proof, Split};

use super::{Names, Unreadable, format};

/// The certificate with pools by name.
pub(super) fn write(
    certificate: &Certificate,
    names: &Names,
    proven_by_prices: bool,
    claimed_by_solver: bool,
) -> format::Certificate {
    let part = |part: &PartProof| format::Part {
        pools: part.pools.iter().map(|&pool| names.name(pool)).collect(),
        grouping: format::Grouping::Owners,
        blocks: part.blocks.iter().map(|block| write_block(block, names)).collect(),
    };
    format::Certificate {
        proven_by_prices,
        claimed_by_solver,
        relaxed: certificate.relaxed,
        cuts: certificate.cuts.iter().map(|cut| cut.pools.iter().map(|&pool| names.name(pool)).collect()).collect(),
        parts: certificate.parts.iter().map(part).collect(),
    }
}

fn write_block(block: &BlockProof, names: &Names) -> format::Block {
    format::Block {
        first_level: block.first_level as u32,
        multipliers: block.multipliers.iter().map(i128::to_string).collect(),
        grouping: match block.grouping {
            Grouping::Owners => format::Grouping::Owners,
            Grouping::Seats => format::Grouping::Seats,
        },
        settled: block.settled.iter().map(i128::to_string).collect(),
        scale_bits: block.scale_bits,
        target: block.target.to_string(),
        root: write_prices(&block.root, names),
        proof: write_proof(&block.proof, names),
    }
}

fn write_prices(prices: &Prices, names: &Names) -> format::Prices {
    let named =
        |list: &[(u32, i128)]| list.iter().map(|(pool, price)| (names.name(*pool), price.to_string())).collect();
    format::Prices {
        capacities: named(&prices.capacities),
        floors: named(&prices.floors),
        settled: prices.settled.iter().map(|(block, price)| (*block as u32, price.to_string())).collect(),
    }
}

/// The tree flat, a branch before its cases: nested it would be deeper than JSON readers go.
fn write_proof(proof: &Proof, names: &Names) -> Vec<format::Case> {
    let (mut cases, mut open) = (Vec::new(), vec![proof]);
    while let Some(next) = open.pop() {
        match next {
            Proof::Prices(prices) => cases.push(format::Case::Prices(write_prices(prices, names))),
            Proof::Branch { split, never, certainly } => {
                cases.push(format::Case::Branch(write_split(split, names)));
                open.extend([certainly.as_ref(), never.as_ref()]);
            }
        }
    }
    cases
}

fn write_split(split: &Split, names: &Names) -> format::Fact {
    match split {
        Split::Draws { owner, pool } => format::Fact::Draws { owner: names.name(*owner), pool: names.name(*pool) },
        Split::Edge { owner, draws, points, rank } => format::Fact::Edge {
            owner: owner.map(|owner| names.name(owner)),
            draws: draws.iter().map(|draw| (names.name(draw.pool), draw.units)).collect(),
            points: points.clone(),
            rank: *rank as u32,
        },
    }
}

/// A whole number from its text.
fn number(text: &str) -> Result<i128, Unreadable> {
    text.parse().map_err(|_| Unreadable(format!("{text} is no whole number")))
}

/// The certificate with pools by position.
pub(super) fn read(file: &format::Certificate, names: &Names) -> Result<Certificate, Unreadable> {
    let part = |part: &format::Part| {
        Ok(PartProof {
            pools: part.pools.iter().map(|name| names.position(name)).collect::<Result<_, _>>()?,
            blocks: part
                .blocks
                .iter()
                .map(|block| read_block(block, part.grouping, names))
                .collect::<Result<_, _>>()?,
        })
    };
    let parts = file.parts.iter().map(part).collect::<Result<_, Unreadable>>()?;
    let cut = |pools: &Vec<String>| {
        Ok(Cut { pools: pools.iter().map(|name| names.position(name)).collect::<Result<_, _>>()? })
    };
    let cuts = file.cuts.iter().map(cut).collect::<Result<_, Unreadable>>()?;
    Ok(Certificate { relaxed: file.relaxed, cuts, parts })
}

/// A block of a part that says `of_part` of all its blocks.
fn read_block(block: &format::Block, of_part: format::Grouping, names: &Names) -> Result<BlockProof, Unreadable> {
    Ok(BlockProof {
        first_level: block.first_level as usize,
        multipliers: block.multipliers.iter().map(|text| number(text)).collect::<Result<_, _>>()?,
        grouping: if block.grouping.is_owners() && of_part.is_owners() { Grouping::Owners } else { Grouping::Seats },
        settled: block.settled.iter().map(|text| number(text)).collect::<Result<_, _>>()?,
        scale_bits: block.scale_bits,
        target: number(&block.target)?,
        root: read_prices(&block.root, names)?,
        proof: read_proof(&block.proof, names)?,
    })
}

fn read_prices(prices: &format::Prices, names: &Names) -> Result<Prices, Unreadable> {
    let by_position = |list: &[(String, String)]| {
        let priced = list.iter().map(|(name, price)| Ok((names.position(name)?, number(price)?)));
        priced.collect::<Result<Vec<_>, Unreadable>>()
    };
    let settled = prices.settled.iter().map(|(block, price)| Ok((*block as usize, number(price)?)));
    Ok(Prices {
        capacities: by_position(&prices.capacities)?,
        floors: by_position(&prices.floors)?,
        settled: settled.collect::<Result<_, Unreadable>>()?,
    })
}

/// Decisions in a row that a proof may have: more than any search makes, few enough for the stack of a checker.
const DEPTH_MAX: usize = 2_000;

/// The tree of flat cases, read from the last to the first: what a branch needs is then complete.
fn read_proof(cases: &[format::Case], names: &Names) -> Result<Proof, Unreadable> {
    let broken = || Unreadable("the cases of a proof do not make a tree".to_owned());
    let mut complete: Vec<(Proof, usize)> = Vec::new();
    for case in cases.iter().rev() {
        let proof = match case {
            format::Case::Prices(prices) => (Proof::Prices(read_prices(prices, names)?), 0),
            format::Case::Branch(fact) => {
                let (never, depth) = complete.pop().ok_or_else(broken)?;
                let (certainly, other) = complete.pop().ok_or_else(broken)?;
                let (never, certainly) = (Box::new(never), Box::new(certainly));
                (Proof::Branch { split: read_split(fact, names)?, never, certainly }, depth.max(other) + 1)
            }
        };
        if proof.1 > DEPTH_MAX {
            return Err(Unreadable(format!("a proof of more than {DEPTH_MAX} decisions in a row")));
        }
        complete.push(proof);
    }
    let (root, _) = complete.pop().ok_or_else(broken)?;
    if complete.is_empty() { Ok(root) } else { Err(broken()) }
}

fn read_split(fact: &format::Fact, names: &Names) -> Result<Split, Unreadable> {
    Ok(match fact {
        format::Fact::Draws { owner, pool } => {
            Split::Draws { owner: names.position(owner)?, pool: names.position(pool)? }
        }
        format::Fact::Edge { owner, draws, points, rank } => Split::Edge {
            owner: owner.as_deref().map(|owner| names.position(owner)).transpose()?,
            draws: draws
                .iter()
                .map(|(name, units)| Ok(Draw { pool: names.position(name)?, units: *units }))
                .collect::<Result<_, Unreadable>>()?,
            points: points.clone(),
            rank: *rank as usize,
        },
    })
}
