import Canvas
import Chassis
import Commands
import Execution
import Explorer
import Isolation
import PageTables
import Recordings
import Testing
import Timelines
import Verdicts

/// Two threads of a core: the ribbon's rows, who is held, and what must never be.
@Suite struct SiblingTests {
  private func letters(_ line: String) -> [Character] { Array(line.dropFirst(6)) }

  /// Both rows show the spaces of their CPUs at the present step, whoever makes it; the one that does is marked.
  @Test(arguments: [(80, 24), (120, 40), (40, 12)])
  func bothRowsGoOn(width: Int, height: Int) throws {
    for design in Design.all {
      var explorer = try Exploring.siblings(design, width, height)
      let run = try #require(explorer.run)
      let rows = height < 16 ? [1, 2] : [1, 4]
      for step in 0..<explorer.timeline.count {
        explorer.update(.command(.goto(.number(step))))
        let screen = explorer.screen()
        let acting = run.moment(at: step).cpu.number
        let marked = screen[rows[acting]]
        #expect(marked.hasPrefix("▶cpu\(acting)"))
        #expect(screen[rows[1 - acting]].hasPrefix(" cpu\(1 - acting)"))
        let open = try #require(Array(marked).firstIndex(of: "["))
        for (number, row) in rows.enumerated() {
          let cpu = run.moment(at: step).cpu(number)
          let shown = Array(screen[row])[open + 1]
          let name = cpu.hold == nil && !cpu.isAsleep ? Character(design.spaceName(cpu.spaceKind)) : nil
          #expect(shown == name ?? shown, "cpu\(number) at step \(step) under \(design)")
          if name == nil { #expect("·".contains(shown), "cpu\(number) waits at step \(step): \(shown)") }
        }
      }
    }
  }

  /// A picture of unified's ribbon: cpu1 is held while cpu0 is in P, and goes on behind it.
  @Test func theRibbon() throws {
    var explorer = try Exploring.siblings(.unified)
    explorer.press("n")
    let screen = explorer.screen()
    #expect(
      screen[1...4].joined(separator: "\n") == """
        ▶cpu0 EEEEEEEEEEEEEEEEEEEEEEEEEEEE[E]PPPPPPPPPPPPPPPPPEEEEEEEEEEEEEEEEEEEEEEEEE
          cpl 3000000000000000030000000000 0 000000000000000000000330000000000000000003
              e················e········e· ⇄ ················⇄·····e···················
         cpu1 EEEEEEEEEEEEEEEEEEEEEEEEEEEE E EEEEEEEEEE··held··EEEEEEEEEEEEEEEEEEEEEEEE
        """)
  }

  @Test func forcedIdle() throws {
    var explorer = try Exploring.cookies()
    #expect(explorer.screen()[4].contains("·idle·"))
    #expect(explorer.screen()[6].hasPrefix("       cpu1 forced idle: another cookie runs on cpu0"))
    explorer.press("v")
    #expect(explorer.screen().contains { $0.contains("cpu1 forced idle: another cookie runs on cpu0") })
    #expect(explorer.screen().contains { $0.contains("cookies differ: never both run user code") })
  }

  /// What the sibling does is on screen at every step, and when it is held or let go.
  @Test func theLineOfTheSibling() throws {
    var explorer = try Exploring.siblings(.unified)
    var seen: Set<String> = []
    for step in 0..<explorer.timeline.count {
      explorer.update(.command(.goto(.number(step))))
      let line = explorer.screen()[6]
      #expect(line.hasPrefix("       cpu\(1 - explorer.timeline.cpu(at: step)) "))
      if let words = line.split(separator: "cpu", maxSplits: 1).last { seen.insert(String(words.dropFirst(2))) }
    }
    for words in ["runs user code in space E", "runs the kernel in space P", "held: private work on cpu0"] {
      #expect(seen.contains { $0.hasPrefix(words) }, "\(words) is none of \(seen.sorted())")
    }
    #expect(seen.contains { $0.hasSuffix("SYNC start: cpu1 is held") })
    #expect(seen.contains { $0.hasSuffix("SYNC release: cpu1 may go on") })
  }

  @Test func whoMakesTheStep() throws {
    var explorer = try Exploring.siblings(.unified)
    explorer.press("n")
    #expect(explorer.screen()[5].hasPrefix(" NOW   cpu0 CPL 0 in space E, gate_syscall+0x20"))
    #expect(explorer.screen().contains { $0.hasPrefix("▶  0:44 gate_") })
    #expect(try !Exploring.first().screen().contains { $0.contains("cpu0 CPL") }, "there is but one")
  }

  /// Without a sibling its attacks are not asked.
  @Test func theVerdictNamesTheSibling() throws {
    var alone = try Exploring.first(80, 40)
    alone.press("v")
    #expect(alone.screen().contains { $0.contains("MDS, sibling: not asked: no sibling thread is modelled") })
    var explorer = try Exploring.siblings(.pti, 80, 40)
    explorer.press("v")
    #expect(!explorer.screen().contains { $0.contains("not asked") })
    #expect(explorer.screen().contains { $0.contains(" sibling   cpu1 runs user code in space U") })
  }

  /// Defect D4 of asi3: what must never be is the second line, wrapped, and f stops there.
  @Test func aBrokenInvariant() throws {
    var explorer = try Exploring.broken()
    let step = try #require(explorer.run?.violations.first?.step)
    explorer.press("f")
    #expect(explorer.state.step == step)
    let screen = explorer.screen()
    #expect(screen[5] == " ! BROKEN the session is INACTIVE, but CR3 is I: nothing will ever leave it")
    #expect(screen[6] == " (defect D4: an interrupt came between the state and the CR3 write)")
    #expect(screen[3].contains("!"))
    explorer.press("G F")
    #expect(explorer.state.step >= step)
    for _ in 0..<explorer.timeline.count where explorer.state.step > step { explorer.press("F") }
    #expect(explorer.state.step == step, "F stops there too")
  }

  // MARK: Designs with state, and three spaces

  @Test func whatADesignKeeps() throws {
    var explorer = try Exploring.broken()
    explorer.press("f")
    #expect(explorer.screen()[22] == " asi3 session INACTIVE")
    explorer.press("b")
    let words = try #require(explorer.run?.system(at: explorer.state.step).cpu.kept.session?.state)
    #expect(explorer.screen()[22].hasPrefix(" asi3 session \(words.rawValue.uppercased())"))
    explorer = try Exploring.siblings(.gasi)
    #expect(explorer.screen()[22] == " gasi target R curr_asi R depth 0 taints user-ctl")
    explorer.press("n")
    #expect(explorer.screen()[22] == " gasi target nil curr_asi R depth 0 taints none")
  }

  /// Only the halves of a root pair are told apart by bit 12.
  @Test func rootsOfTheirOwn() throws {
    for design in Design.all {
      var explorer = try Exploring.siblings(design)
      for step in 0..<explorer.timeline.count {
        explorer.update(.command(.goto(.number(step))))
        let line = explorer.screen().first { $0.hasPrefix(" reads 0x") }
        let name = try #require(explorer.space?.name)
        let isHalf = design.usesRootPair && name != "I"
        #expect(line?.contains("[bit 12=") == isHalf, "\(design) step \(step)")
        #expect(line?.contains("[\(name): a root of its own]") == (!isHalf && design != .nopti))
      }
    }
  }

  /// The names of three spaces stand beside the titles, and the rights of the last one are whole.
  @Test func threeColumns() throws {
    var explorer = try Exploring.siblings(.asi3)
    explorer.press("2 n")
    let screen = explorer.screen()
    #expect(screen[11].hasSuffix("U user E exp. P priv. ───[U]─ I ─ K"))
    let last = screen[12..<19].map { $0.suffix(3) }
    #expect(last.allSatisfy { $0.allSatisfy("rwx-. ".contains) }, "\(last)")
    #expect(last.contains("rw-"))
  }

  // MARK: Counts

  /// Counted anew at every step.
  @Test func runningCounts() throws {
    for design in Design.all {
      var explorer = try Exploring.siblings(design, 80, 20)
      let timeline = explorer.timeline
      var (writes, flushes, syncs) = (0, 0, 0)
      for step in 0..<timeline.count {
        if let written = timeline.recording.steps.note(at: step)?.writtenCR3 {
          writes += 1
          flushes += written.keepsTLB ? 0 : 1
        }
        if timeline.sync(at: step) == .start { syncs += 1 }
        explorer.update(.command(.goto(.number(step))))
        let events = timeline.events.count { $0.firstStep <= step && !$0.isOfDesign }
        let rates = [writes, flushes, syncs].map { count in
          events == 0 ? "-" : "\((count * 10 + events / 2) / events)".tenths
        }
        let words =
          "writes \(writes) flushes \(flushes) syncs \(syncs)  per event \(rates.joined(separator: " ")) "
        #expect(explorer.screen().contains { $0.contains(words) }, "\(design) step \(step): \(words)")
      }
    }
  }

  @Test(arguments: Design.all)
  func messagesFit(design: Design) throws {
    var explorer = try Exploring.first()
    explorer.command("design \(design)")
    #expect(explorer.screen()[23].hasPrefix(" \(design): ") || design == .unified)
    #expect(!explorer.screen()[23].contains("…"))
  }

  /// All switches can be reached, and where the list goes on is shown.
  @Test func theMenuScrolls() throws {
    var explorer = try Exploring.first()
    explorer.press("t")
    for (row, key) in Settings.keys.enumerated() {
      let screen = explorer.screen()
      #expect(screen.contains { $0.hasPrefix("▶ \(key.name) ") })
      #expect(screen.contains { $0.contains("toggles \(row + 1)/\(Settings.keys.count)") })
      explorer.press("j")
    }
    #expect(explorer.screen().contains { $0.hasSuffix("↑") })
  }
}

extension String {
  /// "1.3" for "13".
  fileprivate var tenths: String { count == 1 ? "0.\(self)" : "\(dropLast()).\(suffix(1))" }
}
