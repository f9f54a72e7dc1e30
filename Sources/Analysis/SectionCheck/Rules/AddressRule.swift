package import Diagnostics

/// Exposed code takes the address of what is private.
package enum AddressRule: SectionRule {
  package static let id = RuleID.address
  package static let severity = Severity.warning
  package static let summary = "exposed code takes the address of something private"
  package static let explanation = """
    The instruction computes the address of something private (lea), or has it as a number (mov $address). That is \
    no access, and nothing faults here. But addresses are taken to be used, and this check does not see what is done \
    through a pointer. Code may also compare the address, store it, or hand it to private code; all of that is fine.

    What to do: look where the pointer goes. If it is used in exposed code, the object has to be exposed, or the use \
    has to be behind a gate. If not, allow the reference in the policy, with the reason.
    """

  package static func applies(to reference: Reference) -> Bool {
    reference.isByExposedText && reference.use == .address && reference.privateTarget != nil
  }

  package static func message(_ names: ReferenceNames) -> String {
    "address of private \(names.to) (\(names.toSection ?? "?")) taken in exposed text (\(names.fromSection))"
  }
}
