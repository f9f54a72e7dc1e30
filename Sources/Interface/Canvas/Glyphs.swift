/// The set of characters to draw with, chosen by the locale.
///
/// Every mark is one column wide and, in Unicode, a glyph of DejaVu Sans Mono that is not an emoji. The
/// ASCII cursor and the ASCII flip are the same character: the cursor stands only at the start of a line.
package enum Glyphs: Hashable, Sendable, CaseIterable {
  /// Box lines and symbols from the whole of Unicode.
  case unicode

  /// U+0020 to U+007E only.
  case ascii

  private func pick(_ unicode: Unicode.Scalar, _ ascii: Unicode.Scalar) -> Unicode.Scalar {
    self == .unicode ? unicode : ascii
  }
}

// MARK: Lines

extension Glyphs {
  /// A line from left to right.
  package var horizontal: Unicode.Scalar { pick("─", "-") }

  /// A line from top to bottom.
  package var vertical: Unicode.Scalar { pick("│", "|") }

  /// A horizontal line with a branch down.
  package var teeDown: Unicode.Scalar { pick("┬", "+") }
}

// MARK: Marks

extension Glyphs {
  /// Before the selected line.
  package var cursor: Unicode.Scalar { pick("▶", ">") }

  /// A CR3 write that changes the space.
  package var flip: Unicode.Scalar { pick("⇄", ">") }

  /// An access that the tables deny.
  package var fault: Unicode.Scalar { pick("✗", "!") }

  /// A secret within an adversary's reach.
  package var leak: Unicode.Scalar { pick("◆", "*") }

  /// A check that holds.
  package var ok: Unicode.Scalar { pick("✓", "+") }

  /// A thing in a list.
  package var bullet: Unicode.Scalar { pick("•", "-") }

  /// Nothing here, or time passing.
  package var dot: Unicode.Scalar { pick("·", ".") }

  /// A tree node whose children are shown.
  package var expanded: Unicode.Scalar { pick("▾", "v") }

  /// A tree node whose children are hidden.
  package var collapsed: Unicode.Scalar { pick("▸", "+") }

  /// More lines above.
  package var up: Unicode.Scalar { pick("↑", "^") }

  /// More lines below.
  package var down: Unicode.Scalar { pick("↓", "v") }

  /// A filled part of a bar.
  package var block: Unicode.Scalar { pick("█", "#") }

  /// The rest of a bar.
  package var shade: Unicode.Scalar { pick("░", ":") }

  /// From one thing to another; two columns in ASCII.
  package var arrow: String { self == .unicode ? "→" : "->" }

  /// Where text was cut; three columns in ASCII.
  package var ellipsis: String { self == .unicode ? "…" : "..." }

  /// What is drawn in place of a scalar that must not reach a terminal.
  package var replacement: Unicode.Scalar { pick("\u{FFFD}", "?") }
}
