/// What follows each of 256 opcodes.
struct OpcodeMap {
  private var forms: InlineArray<256, Form>

  /// Reads rows as Intel SDM vol. 2, appendix A, has them: the first opcode of a row, then the letters of 16 forms.
  /// A row that is not there is invalid.
  init(_ rows: String) {
    forms = InlineArray(repeating: .invalid)
    for row in rows.split(separator: "\n") {
      let cells = row.split(separator: " ")
      guard cells.count == 17, let first = UInt8(cells[0], radix: 16), first & 15 == 0 else {
        preconditionFailure("not a row of 16 opcodes: '\(row)'")
      }
      for (column, cell) in cells.dropFirst().enumerated() {
        guard let letter = cell.utf8.first, let form = Form(rawValue: letter) else {
          preconditionFailure("no form: '\(cell)'")
        }
        forms[Int(first) + column] = form
      }
    }
  }

  /// What follows an opcode.
  subscript(opcode: UInt8) -> Form { forms[Int(opcode)] }
}
