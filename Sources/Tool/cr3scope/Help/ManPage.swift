import ArgumentParser

/// The man page, made from the same texts as help; man(7) of groff.
enum ManPage {
  static var text: String {
    var page = """
      .TH CR3SCOPE 1 "" "cr3scope \(Cr3scope.configuration.version)" "User Commands"
      .SH NAME
      cr3scope \\- explore x86-64 address spaces, step through CR3 flips
      .SH SYNOPSIS
      .B cr3scope
      [\\fICOMMAND\\fR] [\\fIFILE\\fR] [\\fIOPTION\\fR...]
      .SH DESCRIPTION

      """
    page += escaped(Cr3scope.configuration.discussion) + "\n"
    page += ".SH COMMANDS\n"
    for command in Cr3scope.configuration.subcommands where command != HelpCommand.self {
      let name = command.configuration.commandName ?? ""
      page += ".SS \(escaped(name))\n.nf\n\(escaped(Cr3scope.helpMessage(for: command, columns: 76)))\n.fi\n"
    }
    for topic in HelpTopic.allCases where topic != .man {
      page += ".SH \(topic.rawValue.uppercased())\n.nf\n\(escaped(topic.text))\n.fi\n"
    }
    return page + """
      .SH ENVIRONMENT
      NO_COLOR: no colours, if it is not empty. TERM, LC_ALL, LC_CTYPE, LANG: as usual.
      .SH EXIT STATUS
      0 answered; 1 findings, a failed expectation, or something missing from the input; 2 bad usage or no usable input.
      """
  }

  /// Text that no request or escape of roff is seen in.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let plain = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      return plain.first == "." || plain.first == "'" ? "\\&" + plain : plain
    }.joined(separator: "\n")
  }
}
