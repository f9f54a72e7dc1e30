import ArgumentParser
import Isolation

/// What `--set KEY=VALUE` says.
enum SettingWords {
  /// The help of `--set`.
  static let help = ArgumentHelp(
    "A setting of a scenario; repeatable. KEY is one of \(Settings.keys.map(\.name).joined(separator: ", ")).",
    valueName: "KEY=VALUE")

  /// The keys and words of `texts`, in their order. Throws a `ValidationError` for what is no setting.
  static func parse(_ texts: [String]) throws -> [(key: Settings.Key, word: String)] {
    try texts.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
      guard let key = Settings.key(parts[0]) else {
        let keys = Settings.keys.map(\.name).joined(separator: ", ")
        throw ValidationError("--set \(text): there is no setting '\(parts[0])'; expected one of \(keys)")
      }
      guard parts.count == 2, key.values.contains(parts[1]) else {
        let values = key.values.map { "\(key.name)=\($0)" }.joined(separator: " or ")
        throw ValidationError("--set \(text): expected \(values)")
      }
      return (key, parts[1])
    }
  }
}
