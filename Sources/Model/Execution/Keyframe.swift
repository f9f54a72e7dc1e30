/// A moment of a run that was kept, so that any later step is reached without running from the start.
struct Keyframe: Sendable {
  /// The number of the next step.
  let number: Int
  /// How much of what was put in has happened.
  let nextInjection: Int
  /// Everything else.
  let system: System

  /// Steps between two keyframes: reaching a step runs half as many on average.
  static let distance = 2048
}
