import Diagnostics
import Testing

@Suite struct SeverityTests {
  @Test func order() {
    #expect([Severity.error, .note, .warning].sorted() == [.note, .warning, .error])
    #expect(!(Severity.note < .note))
    #expect(max(Severity.warning, .error) == .error)
  }

  @Test func names() {
    #expect([Severity.note, .warning, .error].map(\.rawValue) == ["note", "warning", "error"])
  }

  @Test func notice() {
    let notice = Notice(.error, "3 tables are missing")
    #expect(notice.severity == .error)
    #expect(notice.message == "3 tables are missing")
    #expect(notice != Notice(.note, "3 tables are missing"))
  }
}
