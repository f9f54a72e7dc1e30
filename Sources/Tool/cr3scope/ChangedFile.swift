/// The words for a file that another program changed while it was open here.
struct ChangedFile: CustomStringConvertible {
  /// The name to show.
  let name: String

  var description: String {
    "\(name): changed while it was read; what was shown may be partly old and partly new: open it again"
  }
}
