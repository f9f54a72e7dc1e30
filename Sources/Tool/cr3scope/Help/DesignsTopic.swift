import Isolation

/// `help designs`: from the designs themselves.
enum DesignsTopic {
  static var text: String {
    let rows = Design.all.map { design in
      let spaces = design.spaceKinds.map { design.spaceName($0) }.joined(separator: ", ")
      return (
        design.name, "spaces \(spaces). \(design.summary.prefix(1).uppercased() + design.summary.dropFirst())."
      )
    }
    return """
      A design says how the mappings of a process are split into spaces. A space is
      what one value of CR3 maps; a flip is a write to CR3 that changes the space.

      \(HelpTopic.table(rows, width: 9))
      Classes of mappings: U user; E exposed, kernel memory that may leak to the
      process; P private, the rest of the kernel.

      unified is the design of a mail by T. Gleixner and P. Zijlstra (LKML, 12 July
      2019). 'cr3scope replay 08' tells its argument, 'cr3scope derive' derives its
      flips from a protection scope, 'cr3scope compare FILE' counts what each design
      costs, and in the explorer d changes the design and c compares two.
      """
  }
}
