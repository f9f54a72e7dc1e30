import ArgumentParser
import Commands
import Replay
import Reports
import Tours

/// The tours that are built in.
struct ToursCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tours", abstract: "List the built-in tours.",
    discussion: "'cr3scope replay NUMBER' plays one. Each takes less than five minutes.")

  mutating func run() throws {
    let tours = try BuiltInTours.all.map { try OpenedTour.open($0) }
    try Output.write { sink in
      for opened in tours {
        let plan = TourPlan(opened.tour)
        let number = opened.name.prefix { $0 != "-" }
        let about = HelpTopic.wrapped(opened.tour.about, width: 74).filter { !$0.isEmpty }
        sink.append("\(number)  \(opened.tour.title)\n")
        for line in about { sink.append("    \(line)\n") }
        sink.append("    \(plan.stops.count) stops, \(plan.questionCount) predictions\n")
      }
      sink.append("\ncr3scope replay NUMBER plays a tour, such as 'cr3scope replay 08'.\n")
    }
  }
}
