import Testing

/// `rules`, and what else is said about the section check's options.
struct RulesCommandTests {
  private static let ids = ["CALL", "DATA", "ADDR", "INDIRECT", "PTR", "UNDEF", "BLIND"]

  @Test func all() throws {
    let result = try Program.run("rules")
    #expect(result.status == 0)
    #expect(
      result.output == """
        The exposed space maps only a part of the kernel: what may leak to the process
        that runs. All else is private. Exposed text is the code that runs there; a
        gate is code that changes to the private space first. The rules find references
        that lead from what is exposed to what is private, in object files and in
        scenarios:

        CALL      error: exposed code calls or jumps to text that is not exposed
        DATA      error: exposed code reads or writes what the exposed space does not
                  map
        ADDR      warning: exposed code takes the address of something private
        INDIRECT  warning: exposed code calls or jumps through a pointer
        PTR       note: exposed data holds a pointer to something private
        UNDEF     note: a reference leads to a symbol that is not defined in what is
                  checked
        BLIND     warning: exposed code or data holds what this check cannot read

        cr3scope rules ID explains a rule, such as 'cr3scope rules DATA'.

        """)
  }

  @Test(arguments: ["DATA", "data", "Data"])
  func one(name: String) throws {
    let result = try Program.run("rules", name)
    #expect(result.status == 0)
    #expect(
      result.output == """
        DATA      error: exposed code reads or writes what the exposed space does not
                  map

        The instruction has a memory operand in a private section. The exposed space
        has no translation for it: the access is a page fault, error code 0 for a read
        and 2 for a write. A per-CPU variable counts by its section, too (%gs: and
        .data..percpu). Private text is data here only under the text policy "split".
        With the large code model (R_X86_64_GOTOFF64) code has the distance of an
        object as a number: that counts as an access.

        What to do: if what the variable holds may become known to user code, put it
        into an exposed section (.data..exposed, .data..percpu..exposed). If it must
        stay secret, reach it through a gate, or between private_begin() and
        private_end() where the private space is known to be there. A reference that is
        known to be good can be allowed in the policy, with the reason.

        To see such a page fault happen, open samples/scenarios/missing-gate.yaml in
        the explorer.

        """)
  }

  @Test func eachIsExplained() throws {
    for id in Self.ids {
      let result = try Program.run("rules", id.lowercased())
      #expect(result.status == 0 && result.output.hasPrefix(id + " "))
      #expect(result.output.contains("\n\nWhat to do: "))
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 79 })
    }
  }

  @Test(arguments: ["foo", "", "[DATA]"])
  func unknown(name: String) throws {
    try expectRefusal(
      "rules '\(name)'", "rules: '\(name)' is none of CALL, DATA, ADDR, INDIRECT, PTR, UNDEF, BLIND", in: "/")
  }

  @Test func manual() throws {
    let manual = try Program.run("help", "man").output
    for part in [".SS check\n", ".SS rules\n", "\\-\\-write\\-baseline", "\\-\\-closure"] {
      #expect(manual.contains(part), "\(part)")
    }
    #expect(try Program.run("help", "rules").output.contains("USAGE: cr3scope rules [<ID>]"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try Program.run("--generate-completion-script", shell).output
    for word in ["rules", "INDIRECT", "write-baseline", "closure", "sarif", "print-policy"] {
      #expect(script.contains(word), "\(word)")
    }
  }
}
