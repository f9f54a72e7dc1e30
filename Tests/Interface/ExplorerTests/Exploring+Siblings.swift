import Chassis
import Explorer
import Isolation
import ScenarioModel

extension Exploring {
  /// Two threads of one process on a core: cpu0 calls getpid, read and getpid.
  static func siblings(_ design: Design, _ width: Int = 80, _ height: Int = 24) throws -> Explorer {
    var scenario = Scenario(
      name: "siblings", design: design,
      events: [ScenarioEvent(.syscall("getpid")), ScenarioEvent(.syscall("read")), ScenarioEvent(.syscall("getpid"))])
    scenario.threads.append(.init("T", process: 0, cpu: 1))
    return try self.scenario(scenario, width, height)
  }

  /// Two processes with different cookies.
  static func cookies(_ width: Int = 80, _ height: Int = 24) throws -> Explorer {
    var scenario = Scenario(
      name: "cookies",
      events: [ScenarioEvent(.syscall("read")), ScenarioEvent(.syscall("getpid"), cpu: 1)])
    scenario.threads[0].cookie = 1
    scenario.threads.append(.init("B", process: 1, cpu: 1, cookie: 2))
    return try self.scenario(scenario, width, height)
  }

  /// asi3 without the barrier at its entry, and a timer there: defect D4.
  static func broken() throws -> Explorer {
    var scenario = Scenario(
      name: "broken", design: .asi3,
      events: [
        ScenarioEvent(
          .syscall("getpid"), during: [.init(at: "asi_enter+0x28", ScenarioEvent(.interrupt("timer")))])
      ])
    scenario.settings.asiD4 = true
    return try self.scenario(scenario)
  }
}
