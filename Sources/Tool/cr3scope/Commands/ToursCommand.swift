import Commands
import ArgumentParser
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
        sink.append("\(opened.tour.title)\n")
        if !opened.tour.about.isEmpty { sink.append("     \(opened.tour.about)\n") }
        sink.append("     \(plan.stops.count) stops, \(plan.questionCount) predictions\n")
      }
      sink.append("\ncr3scope replay NUMBER plays a tour, such as 'cr3scope replay 08'.\n")
    }
  }
}
