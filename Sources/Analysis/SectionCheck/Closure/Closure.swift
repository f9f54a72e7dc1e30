package import Isolation

/// All that an entry's code can reach by direct calls and jumps: what an exposed space would have to map, so that the
/// entry needs no flip.
///
/// What is reached only through pointers is not in it; where such calls are, is.
package struct Closure: Sendable {
  /// A piece of code that is reached, from one symbol to the next.
  package struct Function: Hashable, Sendable {
    /// Where it starts.
    package let place: ObjectPlace
    /// Bytes of code that its symbol names.
    package let size: UInt64
    /// The class of its section.
    package let linkClass: LinkClass
    /// Whether the exposed space maps its section whatever the text policy is.
    package let isExposed: Bool
    /// The position of the function that leads here on a shortest way; nil for the entry's own.
    package let caller: Int?
    /// Bytes from the start of the caller's section to the instruction that leads here.
    package let site: UInt64

    /// Whether it is neither exposed nor a gate.
    package var isPrivate: Bool { !isExposed && linkClass != .gate }
  }

  /// How an object is reached.
  package enum Use: String, Hashable, Sendable {
    /// It is read or written.
    case access
    /// Its address is taken; whether it is used there is not visible.
    case address
  }

  /// Data that is reached; text, if its address is taken.
  package struct Object: Hashable, Sendable {
    /// Where its symbol starts.
    package let place: ObjectPlace
    /// Bytes that its symbol names.
    package let size: UInt64
    /// The class of its section.
    package let linkClass: LinkClass
    /// Whether the exposed space maps its section.
    package let isExposed: Bool
    /// How it is reached: `access` if that happens anywhere.
    package let use: Use
    /// The position of the function that refers, nearest to the entry.
    package let function: Int
    /// Bytes from the start of that function's section to the instruction that refers.
    package let site: UInt64
  }

  /// A place that cannot be followed: control goes to where only the running kernel knows, or it cannot be read.
  package struct Unknown: Hashable, Sendable {
    /// Why that is.
    package enum Reason: String, Hashable, Sendable {
      /// A call or jump through a register or through a pointer in memory.
      case indirect = "indirect call"
      /// A static call: it is followed to where it leads before it is patched.
      case staticCall = "static call"
      /// A call or an access of a symbol that none of the files defines, or to which the linker has to give a place.
      case undefined = "undefined symbol"
      /// A pointer to private data that the code takes from the linker's table, to read or write there.
      case tablePointer = "pointer from the linker's table"
      /// A relocation of a kind that is not read.
      case relocation = "relocation that is not read"
      /// An operand that a relocation should fill in, and none does.
      case operand = "operand without a relocation"
      /// An access or a branch to an absolute address: nobody can tell what lies there.
      case absolute = "absolute address"
      /// An access of a number behind FS or GS: nobody can tell which variable that is.
      case variable = "number behind FS or GS"
      /// A function, or what is called or accessed, lies outside of its section, or control runs off the section's end:
      /// nobody can tell what is there.
      case outside = "place outside of its section"
      /// Code of a linked file in a section that counts as mapped: private code may have been merged into it.
      case merged = "section of a linked file"
      /// A write of CR3: whatever the files say, the code flips here.
      case flip = "write of CR3"
      /// An entry of a table that patches code, such as .altinstructions, that cannot be read.
      case patch = "patch that cannot be read"
      /// Bytes that are no known instruction, or a section that holds no code.
      case code = "code that cannot be decoded"
    }

    /// Why that is.
    package let reason: Reason
    /// Whether it cannot even be read.
    package var isBlind: Bool { [.relocation, .code, .operand, .patch].contains(reason) }
    // In half of the bytes: a file may have millions of such places.
    private let functionNumber: Int32
    private let siteOffset: UInt32
    /// The position of the function.
    package var function: Int { Int(functionNumber) }
    /// Bytes from the start of the function's section to the instruction.
    package var site: UInt64 { UInt64(siteOffset) }

    init(_ unknown: RegionFacts.Unknown, in function: Int) {
      reason = unknown.reason
      functionNumber = Int32(clamping: function)
      siteOffset = unknown.site
    }
  }

  /// The name of the entry.
  package let entry: String
  /// What is reached, nearest first; the entry's own function is the first.
  package let functions: [Function]
  /// What is referred to, each once: by the nearest function first, and in that what is accessed first.
  package let objects: [Object]
  /// Gates that are called: behind them the private space is there.
  package let gates: [Object]
  /// What blocks certainty.
  package let unknowns: [Unknown]
  /// Whether the exposed space maps private text too.
  package let text: Settings.TextPolicy
  /// Whether all of the kernel is mapped while user code runs, as under nopti: whatever is reached needs no flip.
  package let isAllMapped: Bool

  /// From the entry's own function to one, by positions. `ClosureWays` does not take longer for longer ways.
  package func path(to function: Int) -> [Int] {
    var path = [function]
    // Callers come before what they call.
    while let last = path.last, let caller = functions[last].caller { path.append(caller) }
    return path.reversed()
  }

  /// The objects that the exposed space lacks and that are read or written.
  package var privateData: [Object] { objects.filter { $0.use == .access && !$0.isMapped(under: text) } }

  /// The objects that the exposed space lacks and whose address is taken.
  package var privateAddresses: [Object] {
    objects.filter { $0.use == .address && !$0.isMapped(under: text) }
  }

  /// The functions that are not in exposed text; under the text policy "public" they are mapped all the same.
  package var privateFunctions: [Function] { functions.filter(\.isPrivate) }

  /// Whether the entry needs more than the exposed space maps, as far as can be seen.
  package var needsPrivate: Bool {
    !privateData.isEmpty || !gates.isEmpty || (text == .split && !privateFunctions.isEmpty)
  }
}

extension Closure {
  /// Whether the exposed space maps what is in a section of a class.
  static func isMapped(_ linkClass: LinkClass, isExposed: Bool, under text: Settings.TextPolicy) -> Bool {
    isExposed || linkClass == .meta || linkClass == .gate || (linkClass == .privateText && text == .public)
  }
}

extension Closure.Object {
  /// Whether the exposed space maps it.
  fileprivate func isMapped(under text: Settings.TextPolicy) -> Bool {
    Closure.isMapped(linkClass, isExposed: isExposed, under: text)
  }
}
