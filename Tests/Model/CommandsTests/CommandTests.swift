import Commands
import Isolation
import PageTables
import Testing

/// The command language: what the prompt understands, and what it answers to the rest.
@Suite struct CommandTests {
  @Test(
    arguments: [
      ("step", .step(1)), ("step 10", .step(10)), ("step 0x10", .step(16)), ("step 1_000", .step(1000)),
      ("back", .back(1)), ("back 3", .back(3)), ("page", .page(1)), ("page 2", .page(2)),
      ("next flip", .next(.flip, 1)), ("next fault", .next(.fault, 1)), ("next leak", .next(.leak, 1)),
      ("next trouble", .next(.trouble, 1)), ("next event", .next(.event, 1)), ("next mark", .next(.mark, 1)),
      ("next match", .next(.match, 1)), ("previous flip", .previous(.flip, 1)),
      ("goto 12", .goto(.number(12))), ("goto 50%", .goto(.percent(50))), ("goto start", .goto(.start)),
      ("goto end", .goto(.end)), ("goto mark a b", .goto(.mark("a b"))), ("120", .goto(.number(120))),
      ("0", .goto(.number(0))), ("0%", .goto(.percent(0))), ("100%", .goto(.percent(100))),
      ("0x10", .goto(.number(16))), ("focus map", .focus(.map)), ("focus steps", .focus(.steps)),
      ("focus help", .focus(.help)), ("only all", .only(.all)), ("only data", .only(.data)),
      ("only fault", .only(.fault)), ("only shared", .only(.shared)), ("search pid ns", .search("pid ns")),
      ("filter", .filter("")), ("filter w & x", .filter("w & x")), ("mark here", .mark("here")),
      ("walk", .walk(nil)), ("walk 0xffff888000000000", .walk(VirtualAddress(0xffff_8880_0000_0000))),
      ("walk ffff888000000000", .walk(VirtualAddress(0xffff_8880_0000_0000))),
      ("walk ffffffff_81400000", .walk(VirtualAddress(0xffff_ffff_8140_0000))), ("copy", .copy),
      ("close", .close), ("help", .help), ("quit", .quit), ("redraw", .redraw), ("shell", .shell),
      ("design pti", .design(.pti)), ("set pcid off", .set(key: "pcid", value: "off")),
      ("set gates scoped", .set(key: "gates", value: "scoped")), ("inject irq", .inject(.irq, nil)),
      ("inject nmi nmi-exposed", .inject(.nmi, "nmi-exposed")), ("inject fault", .inject(.fault, nil)), ("undo", .undo),
      ("probe ffff888002800000", .probe("ffff888002800000", cpl: 3)),
      ("probe page cache", .probe("page cache", cpl: 3)),
      ("probe page cache 0", .probe("page cache", cpl: 0)), ("probe jiffies 3", .probe("jiffies", cpl: 3)),
      ("focus verdict", .focus(.verdict)), ("focus tlb", .focus(.tlb)), ("focus buffers", .focus(.buffers)),
      ("focus derivation", .focus(.derivation)), ("focus findings", .focus(.findings)),
      ("focus toggles", .focus(.toggles)),
      ("  step   2", .step(2)), ("quit ", .quit), ("quit   ", .quit), ("12 ", .goto(.number(12))),
    ] as [(String, Command)])
  func commands(text: String, command: Command) throws {
    #expect(try Command(parsing: text) == command)
    #expect(try Command(parsing: command.text) == command, "\(command.text)")
  }

  private static let panes =
    "ribbon, now, steps, map, cr3, walk, verdict, tlb, buffers, derivation, findings, compare, toggles, inject, help"

  private static let keys = Settings.keys.map(\.name).joined(separator: ", ")

  @Test(arguments: [
    ("design", "design: one of nopti, pti, asi3, gasi, unified, next is missing"),
    ("design fast", "design: 'fast' is none of nopti, pti, asi3, gasi, unified, next"),
    ("set", "set: one of \(keys) is missing"),
    ("set speed on", "set: 'speed' is none of \(keys)"), ("set pcid", "set pcid: on or off is missing"),
    ("set pcid maybe", "set pcid: 'maybe' is none of on, off"), ("set pcid on now", "set pcid: 'now' is too much"),
    ("inject", "inject: one of irq, nmi, fault is missing"), ("inject x", "inject: 'x' is none of irq, nmi, fault"),
    ("inject irq timer now", "inject: 'now' is too much"), ("probe", "probe: an address or a name is missing"),
    ("undo it", "undo: 'it' is too much"),
    ("stpe", "no command 'stpe'; did you mean 'step'?"), ("ste", "no command 'ste'; did you mean 'step'?"),
    ("nxt flip", "no command 'nxt'; did you mean 'next'?"), ("serch x", "no command 'serch'; did you mean 'search'?"),
    ("Quit", "no command 'Quit'; did you mean 'quit'?"),
    ("previos flip", "no command 'previos'; did you mean 'previous'?"),
    ("fly", "no command 'fly'; ? lists the commands"), ("xyzzy", "no command 'xyzzy'; ? lists the commands"),
    ("150%", "no command '150%'; ? lists the commands"),
    ("step x", "step: 'x' is not a number of steps"), ("step -1", "step: '-1' is not a number of steps"),
    ("back 99999999999", "back: '99999999999' is not a number of steps"),
    ("page 1 2", "page: '2' is too much"), ("page x", "page: 'x' is not a number of pages"),
    ("next", "next: one of flip, fault, leak, trouble, event, mark, match is missing"),
    ("next fly", "next: 'fly' is none of flip, fault, leak, trouble, event, mark, match"),
    ("previous", "previous: one of flip, fault, leak, trouble, event, mark, match is missing"),
    ("goto", "goto: a step number, a percentage, start, end or mark NAME is missing"),
    ("goto nowhere", "goto: 'nowhere' is not a step number, a percentage, start, end or mark NAME"),
    ("goto 101%", "goto: '101%' is not a step number, a percentage, start, end or mark NAME"),
    ("focus", "focus: one of \(panes), next, previous is missing"),
    ("focus moon", "focus: 'moon' is none of \(panes), next, previous"),
    ("only some", "only: 'some' is none of all, data, fault, shared, next"),
    ("search", "search: a text is missing"), ("mark", "mark: a name is missing"),
    ("walk here", "walk: 'here' is not an address"),
    ("walk 0x1ffffffffffffffff", "walk: '0x1ffffffffffffffff' is not an address"),
    ("quit now", "quit: 'now' is too much"), ("help me", "help: 'me' is too much"),
    ("99999999999", "no command '99999999999'; ? lists the commands"),
  ])
  func errors(text: String, description: String) throws {
    let error = try #require(throws: CommandError.self) { try Command(parsing: text) }
    #expect(error.description == description)
  }

  /// Every listed name is a command, and the list is in order.
  @Test func names() {
    #expect(Command.names == Command.names.sorted())
    for name in Command.names {
      do {
        _ = try Command(parsing: name)
      } catch {
        if case .unknown = error.problem { Issue.record("\(name) is unknown") }
      }
    }
  }

  /// What the table has beside the commands above: tours, and all that keys do.
  @Test(
    arguments: [
      ("next flip 3", .next(.flip, 3)), ("previous event 2", .previous(.event, 2)), ("again", .again(1)),
      ("again 4", .again(4)), ("again back", .againBack(1)), ("again back 2", .againBack(2)), ("move", .move(1)),
      ("move -3", .move(-3)), ("page -1", .page(-1)), ("focus next", .focusNext), ("focus previous", .focusPrevious),
      ("only next", .onlyNext), ("design next", .nextDesign), ("compare", .compareNext), ("choose", .choose),
      ("fold", .fold), ("unfold", .unfold),
      ("compare pti", .compare(nil, with: .pti)), ("compare asi3 gasi", .compare(.asi3, with: .gasi)),
      ("prompt command", .promptCommand), ("prompt search", .promptSearch), ("prompt filter", .promptFilter),
      ("prompt probe", .promptProbe), ("suspend", .suspend), ("search \"pid  ns\"", .search("pid  ns")),
      ("mark \"a \\\"b\\\" \\\\\"", .mark("a \"b\" \\")), ("goto mark \"x y\"", .goto(.mark("x y"))),
      ("probe \"page cache\" 0", .probe("page cache", cpl: 0)), ("open a b.yaml", .open("a b.yaml")),
      ("open \"a#b\"", .open("a#b")), ("say \"Look.\"", .say("Look.")), ("pause", .pause(nil)),
      ("pause 2", .pause(.seconds(2))), ("pause 0.25", .pause(.milliseconds(250))),
      ("source x.tour", .source("x.tour")),
      ("expect step 12", .expect(Expectation(.step, "12"))),
      ("expect cr3 0x3001801", .expect(Expectation(.cr3, "0x3001801"))),
      ("expect event none", .expect(Expectation(.event, "none"))),
      ("expect error none", .expect(Expectation(.error, "none"))),
      ("expect verdict fault", .expect(Expectation(.verdict, "fault"))),
      ("expect leaks PK, K", .expect(Expectation(.leaks, "PK, K"))),
      ("expect screen \"a  b\"", .expect(Expectation(.screen, "a  b"))),
      ("ask \"Which?\" = space E", .ask("Which?", Expectation(.space, "E"))),
      ("ask \"Which?\" = E", .ask("Which?", Expectation(.space, "E"))),
      ("ask \"How many flips?\" = 2", .ask("How many flips?", Expectation(.flips, "2"))),
      ("ask \"Which error code now?\" = 0x4", .ask("Which error code now?", Expectation(.error, "0x4"))),
      ("ask \"What leaks?\" = none", .ask("What leaks?", Expectation(.leaks, "none"))),
      ("ask \"What?\" = fault", .ask("What?", Expectation(.verdict, "fault"))),
      ("ask \"Which?\" = pti", .ask("Which?", Expectation(.design, "pti"))),
      ("ask \"How many?\" = flips 2", .ask("How many?", Expectation(.flips, "2"))),
      ("screen a.txt", .screen("a.txt")),
    ] as [(String, Command)])
  func tourCommands(text: String, command: Command) throws {
    #expect(try Command(parsing: text) == command)
    #expect(try Command(parsing: command.text) == command, "\(command.text)")
  }

  private static let kinds = Expectation.Kind.allCases.map(\.rawValue).joined(separator: ", ")

  /// What is on the screen is no prediction.
  private static let askedKinds = kinds.replacing(", screen", with: "")

  /// Each with the place, in bytes, of what is wrong.
  @Test(arguments: [
    ("  stpe", 2, "no command 'stpe'; did you mean 'step'?"), ("step  x", 6, "step: 'x' is not a number of steps"),
    ("set pcid maybe", 9, "set pcid: 'maybe' is none of on, off"), ("say \"a", 4, "say: the text has no closing \""),
    ("say \"a\\\"", 4, "say: the text has no closing \""), ("say \"a\" b", 8, "say: 'b' is too much"),
    ("filter \"\"", 7, "filter: a filter is missing"), ("filter \" \"", 7, "filter: a filter is missing"),
    ("say \"\"", 4, "say: a text is missing"), ("say", 3, "say: a text is missing"),
    ("open", 4, "open: a file is missing"), ("pause x", 6, "pause: 'x' is not a number of seconds, 0 to 3600"),
    ("pause -1", 6, "pause: '-1' is not a number of seconds, 0 to 3600"),
    ("pause 1.", 6, "pause: '1.' is not a number of seconds, 0 to 3600"),
    ("pause 0.1234", 6, "pause: '0.1234' is not a number of seconds, 0 to 3600"),
    ("pause 4000", 6, "pause: '4000' is not a number of seconds, 0 to 3600"),
    ("expect", 6, "expect: one of \(kinds) is missing"), ("expect x 1", 7, "expect: 'x' is none of \(kinds)"),
    ("expect flips", 12, "expect flips: a number is missing"),
    ("expect flips two", 13, "expect flips: 'two' is not a number"),
    ("expect verdict bad", 15, "expect verdict: 'bad' is none of ok, fault, leak"),
    ("expect error x", 13, "expect error: 'x' is not an error code such as 0x5, or none"),
    ("expect design x", 14, "expect design: 'x' is none of nopti, pti, asi3, gasi, unified"),
    ("expect flips 1 2", 15, "expect flips: '2' is too much"), ("ask", 3, "ask: a question is missing"),
    ("ask why", 4, "ask: 'why' is not a question in double quotes"),
    ("ask \"Why?\"", 10, "ask: 'nothing' is not = and the answer"),
    ("ask \"Why?\" =", 12, "ask: one of \(askedKinds) is missing"),
    ("ask \"How many flips flush?\" = 2", 30, "ask: '2' is none of \(askedKinds)"),
    ("ask \"Why?\" = 2", 13, "ask: '2' is none of \(askedKinds)"),
    ("ask \"Why?\" = screen x", 13, "ask: 'screen' is none of \(askedKinds)"),
    ("move -x", 5, "move: '-x' is not a number of rows"),
    ("prompt", 6, "prompt: one of command, search, filter, probe is missing"),
    ("prompt x", 7, "prompt: 'x' is none of command, search, filter, probe"),
    ("next flip x", 10, "next: 'x' is not a count"),
    ("step +1", 5, "step: '+1' is not a number of steps"),
  ])
  func places(text: String, offset: Int, description: String) throws {
    let error = try #require(throws: CommandError.self) { try Command(parsing: text) }
    #expect(error.description == description)
    #expect(error.offset == offset)
  }

  @Test(
    arguments: [
      ("ste", "step ", []), ("s", "s", ["say", "screen", "search", "set", "shell", "source", "step", "suspend"]),
      ("pr", "pr", ["previous", "probe", "prompt"]), ("design u", "design unified ", []),
      ("goto ", "goto ", ["start", "end", "mark"]), ("focus f", "focus findings ", []), ("x", nil, []),
      ("step 1 ", nil, []),
    ] as [(String, String?, [String])])
  func completion(text: String, completed: String?, choices: [String]) {
    let completion = CommandCompletion(of: text)
    #expect(completion.text == completed)
    #expect(completion.choices == choices)
  }
}
