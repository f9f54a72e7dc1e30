/// The order of keys by their texts, each of which is made only once: names may be long, and sorting compares them often.
struct TextRanks<Key: Hashable> {
  private var ranks: [Key: Int] = [:]

  /// Ranks keys by the texts that `text` gives; keys with equal texts get equal ranks.
  init(_ keys: some Sequence<Key>, _ text: (Key) -> String) {
    let sorted = Set(keys).map { (key: $0, text: text($0)) }.sorted { $0.text < $1.text }
    var rank = 0
    for (position, item) in sorted.enumerated() {
      if position > 0, sorted[position - 1].text != item.text { rank += 1 }
      ranks[item.key] = rank
    }
  }

  /// The rank of a key that was given.
  subscript(_ key: Key) -> Int { ranks[key] ?? 0 }
}
