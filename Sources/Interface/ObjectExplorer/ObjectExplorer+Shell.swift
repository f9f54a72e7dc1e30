import Chassis
import Isolation
import SectionCheck

// What to copy, and what to type in a shell to get what is on the screen.

extension ObjectExplorer {
  /// The row under the cursor as one line of text.
  package var currentLine: String {
    if state.view == .entries {
      guard let number = currentEntry else { return "" }
      let words = survey.summaries[number].map {
        "\($0.isExposable ? "exposed" : "private"): \(survey.reason(of: number) ?? "")"
      }
      return [entries[number].name, words].compactMap { $0 }.joined(separator: " ")
    }
    switch currentRow {
    case nil: return ""
    case .finding(let position)?: return check.findings[position].line
    case .section(let number)?: return tree.sections[number].heading.section
    case .function(let number)?: return tree.functions[number].heading.symbol ?? ""
    }
  }

  /// What findings or entries must hold; empty for nothing.
  package var filter: String { state.filter }

  /// The command line that gives the same answer.
  package var shellCommand: String {
    var words = ["cr3scope", "check"] + input.shellWords
    if state.design.name != Design.standard.name { words += ["--design", "\(state.design)"] }
    if let opened = state.opened, state.overlay == .entry {
      words += ["--closure", opened.name]
    } else if state.view == .entries {
      words.append("--entries")
    }
    return words.map(ShellWord.quoted).joined(separator: " ")
  }
}
