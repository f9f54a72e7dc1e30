import CYAML

/// The events of a YAML text, one after the other, from libyaml.
///
/// The only code that touches the C library. libyaml keeps a stack of its own and never recurses; what it reads
/// ahead is at most a line of 1,024 characters.
@safe struct YAMLEvents: ~Copyable {
  /// What comes next in a text.
  enum Event {
    /// A document begins.
    case document
    /// A node stands here that was named before.
    case alias(String)
    /// Text; plain if without quotes.
    case scalar(String, isPlain: Bool)
    /// A list begins.
    case sequence
    /// A map begins.
    case mapping
    /// The innermost list or map ends.
    case close
    /// The text ends.
    case end
    /// Nothing that matters.
    case other
  }

  /// Why the text is not YAML.
  struct Failure: Error {
    /// In libyaml's words.
    let problem: String
    /// Where: a byte of what is no text at all, or a place in the text.
    let place: Place

    /// Where it is.
    enum Place {
      case byte(Int)
      case mark(TextMark)
    }
  }

  private let yaml: UnsafeMutablePointer<cr3_yaml>

  /// Starts at the first byte; nil without memory. The bytes have to stay as long as this does.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    // libyaml reads `count` bytes from the pointer, which the caller keeps.
    guard let yaml = unsafe cr3_yaml_open(bytes.baseAddress, bytes.count) else { return nil }
    unsafe self.yaml = yaml
  }

  deinit {
    // Opened by init, and closed only here.
    unsafe cr3_yaml_close(yaml)
  }

  /// Goes to the next event. Not to be asked again after a failure or the end.
  func next() throws(Failure) -> Event {
    // The parser is open until deinit.
    switch Int(unsafe cr3_yaml_next(yaml)) {
    case cr3_yaml_failed: throw failure
    case cr3_yaml_document: return .document
    case cr3_yaml_end: return .end
    case cr3_yaml_alias: return .alias(anchor ?? "")
    case cr3_yaml_scalar:
      // The parser is open, and at a scalar.
      return .scalar(text, isPlain: unsafe cr3_yaml_is_plain(yaml) != 0)
    case cr3_yaml_sequence: return .sequence
    case cr3_yaml_mapping: return .mapping
    case cr3_yaml_sequence_end, cr3_yaml_mapping_end: return .close
    default: return .other
    }
  }

  /// Where the event is.
  var mark: TextMark {
    // The parser is open.
    TextMark(line: unsafe cr3_yaml_line(yaml) + 1, column: unsafe cr3_yaml_column(yaml) + 1)
  }

  /// The name that the node gets or that the alias names; nil for none.
  var anchor: String? {
    // A terminated string that stays until the next event, and is copied at once.
    unsafe cr3_yaml_anchor(yaml).map { unsafe String(cString: $0) }
  }

  /// The node's tag; nil for none.
  var tag: String? {
    // A terminated string that stays until the next event, and is copied at once.
    unsafe cr3_yaml_tag(yaml).map { unsafe String(cString: $0) }
  }

  private var text: String {
    // The parser is at a scalar, whose text has this length until the next event.
    let bytes = unsafe UnsafeBufferPointer(start: cr3_yaml_text(yaml), count: cr3_yaml_length(yaml))
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  private var failure: Failure {
    // A terminated string that stays, or none if memory ran out.
    let problem = unsafe cr3_yaml_problem(yaml).map { unsafe String(cString: $0) } ?? "out of memory"
    // The parser is open.
    if unsafe cr3_yaml_is_unreadable(yaml) != 0 {
      return unsafe Failure(problem: problem, place: .byte(Int(cr3_yaml_problem_byte(yaml))))
    }
    let mark = unsafe TextMark(
      line: Int(cr3_yaml_problem_line(yaml)) + 1, column: Int(cr3_yaml_problem_column(yaml)) + 1)
    return Failure(problem: problem, place: .mark(mark))
  }
}
