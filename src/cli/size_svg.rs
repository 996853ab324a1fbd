//! Size against risk as a drawing: who comes above, the chance of too many below. Lines differ by dashes, not by
//! colour.

use std::io::{self, Write};

use schakel_solver::text::{Lang, Words};

use super::turnout_words::number;
use crate::answers::sizing::{SizedView, SizingPoint, SizingSpread};

/// Size of the drawing, pixels.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 560.0;
/// Room for the numbers and words of the axes, pixels.
const LEFT: f64 = 70.0;
const RIGHT: f64 = 20.0;

/// One of the two parts of the drawing: its top and bottom, and the largest numbers on its axes.
struct Panel {
    top: f64,
    bottom: f64,
    x_from: f64,
    x_to: f64,
    y_to: f64,
}

impl Panel {
    fn x(&self, invited: f64) -> f64 {
        let span = (self.x_to - self.x_from).max(1.0);
        LEFT + (invited - self.x_from) / span * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - value / self.y_to * (self.bottom - self.top)
    }

    fn line(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        points.map(|(x, y)| format!("{:.1},{:.1}", self.x(x), self.y(y))).collect::<Vec<_>>().join(" ")
    }

    /// Axes with round numbers.
    fn axes(&self, out: &mut impl Write, x_words: &str, y_words: &str, lang: Lang) -> io::Result<()> {
        let (right, top, bottom) = (WIDTH - RIGHT, self.top, self.bottom);
        writeln!(out, r#"<path d="M{LEFT} {top}V{bottom}H{right}" fill="none" stroke="black"/>"#)?;
        for tick in ticks(0.0, self.y_to) {
            let y = self.y(tick);
            writeln!(out, r##"<path d="M{LEFT} {y:.1}H{right}" stroke="#ccc" stroke-width="0.5"/>"##)?;
            let text = number(tick, lang);
            writeln!(out, r#"<text x="{:.1}" y="{:.1}" text-anchor="end">{text}</text>"#, LEFT - 6.0, y + 4.0)?;
        }
        for tick in ticks(self.x_from, self.x_to) {
            let (x, text) = (self.x(tick), number(tick, lang));
            writeln!(out, r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle">{text}</text>"#, bottom + 16.0)?;
        }
        let middle = (top + bottom) / 2.0;
        writeln!(out, r#"<text x="{right}" y="{:.1}" text-anchor="end">{x_words}</text>"#, bottom + 32.0)?;
        let turned = format!("rotate(-90 16 {middle})");
        writeln!(out, r#"<text x="16" y="{middle}" text-anchor="middle" transform="{turned}">{y_words}</text>"#)
    }
}

/// Some five round numbers from `from` to `to`.
fn ticks(from: f64, to: f64) -> Vec<f64> {
    let rough = ((to - from) / 5.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough).unwrap_or(rough);
    let first = (from / step).ceil() as u32;
    (first..).map(|n| f64::from(n) * step).take_while(|tick| *tick <= to).collect()
}

/// Draws the curve of `size` for a hall of `places`.
pub(super) fn write(out: &mut impl Write, places: u32, size: &SizedView, lang: Lang) -> io::Result<()> {
    let words = |nl, en, fr| Words { nl, en, fr }.in_lang(lang);
    let curve = &size.curve;
    let places = f64::from(places);
    let invited = |point: &SizingPoint| point.invited as f64;
    let (x_from, x_to) = (curve.first().map_or(0.0, invited), curve.last().map_or(1.0, invited));
    let spread = |point: &SizingPoint| point.common_shock.as_ref().map_or(point.independent.to, |shock| shock.to);
    let highest = curve.iter().map(|point| spread(point).max(point.independent.to) as f64).fold(places * 1.1, f64::max);
    let come = Panel { top: 30.0, bottom: 300.0, x_from, x_to, y_to: highest.max(1.0) };
    let risk = Panel { top: 360.0, bottom: 510.0, x_from, x_to, y_to: 100.0 };
    let title = words("Uitnodigingen en risico", "Invitations and risk", "Invitations et risque");
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img" lang="{}">"#,
        lang.code()
    )?;
    writeln!(out, r#"<title>{title}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>"#)?;
    let x_words = words("uitgenodigd", "invited", "invitations");
    come.axes(out, x_words, words("aanwezigen", "attendees", "présents"), lang)?;
    let y_words = words("kans op te veel, %", "chance of too many, %", "probabilité de trop, %");
    risk.axes(out, x_words, y_words, lang)?;
    let upper = curve.iter().map(|point| (invited(point), point.independent.to as f64));
    let lower = curve.iter().rev().map(|point| (invited(point), point.independent.from as f64));
    writeln!(out, r##"<polygon points="{}" fill="#ddd"/>"##, come.line(upper.chain(lower)))?;
    let expected = come.line(curve.iter().map(|point| (invited(point), point.expected)));
    writeln!(out, r#"<polyline points="{expected}" fill="none" stroke="black" stroke-width="2"/>"#)?;
    let of_shock = |read: fn(&SizingSpread) -> f64| {
        curve.iter().filter_map(move |point| Some((invited(point), read(point.common_shock.as_ref()?))))
    };
    for line in [come.line(of_shock(|shock| shock.from as f64)), come.line(of_shock(|shock| shock.to as f64))] {
        writeln!(out, r#"<polyline points="{line}" fill="none" stroke="black" stroke-dasharray="6 4"/>"#)?;
    }
    let alone = risk.line(curve.iter().map(|point| (invited(point), 100.0 * point.independent.chance_of_more)));
    writeln!(out, r#"<polyline points="{alone}" fill="none" stroke="black" stroke-width="2"/>"#)?;
    let together = risk.line(of_shock(|shock| 100.0 * shock.chance_of_more));
    writeln!(out, r#"<polyline points="{together}" fill="none" stroke="black" stroke-dasharray="6 4"/>"#)?;
    let (y, right, x) = (come.y(places), WIDTH - RIGHT, come.x(size.invite as f64));
    writeln!(out, r#"<path d="M{LEFT} {y:.1}H{right}" stroke="black" stroke-dasharray="2 3"/>"#)?;
    let hall = words("zaal", "hall", "salle");
    writeln!(out, r#"<text x="{:.1}" y="{:.1}">{hall} {places}</text>"#, LEFT + 4.0, y - 4.0)?;
    writeln!(out, r#"<path d="M{x:.1} {}V{}" stroke="black" stroke-dasharray="1 3"/>"#, come.top, risk.bottom)?;
    writeln!(out, r#"<text x="{x:.1}" y="22" text-anchor="middle">{}</text>"#, size.invite)?;
    let legend = words(
        "vol: verwacht; grijs: 90 %; streepjes: hetzelfde weer voor allen",
        "solid: expected; grey: 90 %; dashed: the same weather for all",
        "trait plein : attendu ; gris : 90 % ; tirets : même météo pour tous",
    );
    writeln!(out, r#"<text x="{LEFT}" y="{:.1}">{legend}</text>"#, HEIGHT - 12.0)?;
    writeln!(out, "</svg>")
}
