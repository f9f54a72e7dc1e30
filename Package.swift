// swift-tools-version: 6.2

import PackageDescription

// The folders below Sources are the layers of the architecture. A target imports only targets of its
// own layer that are listed above it here, or of the layers above. Sources/README.md says what each holds.
let layers = ["Model", "Input", "Analysis", "Interface", "Tool"]

// Every target is compiled with warnings as errors, `any` spelled out, imports internal unless stated,
// and members only from modules that the file imports.
let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Library targets also mark every unsafe expression.
let strict: [SwiftSetting] = common + [.strictMemorySafety()]

/// A library target of one layer, in `Sources/<layer>/<name>`; `folders` in it are embedded, file by file.
func library(
  _ layer: String, _ name: String, _ dependencies: [Target.Dependency] = [], embedding folders: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(layer)/\(name)",
    resources: folders.map { .embedInCode($0) }, swiftSettings: strict)
}

/// The tests of one target, in `Tests/<layer>/<name>Tests`; `golden` is a folder of files that they compare with.
func tests(
  _ layer: String, _ name: String, _ dependencies: [Target.Dependency] = [], golden: String? = nil
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "TestSupport"] + dependencies,
    path: "Tests/\(layer)/\(name)Tests",
    exclude: golden.map { [$0] } ?? [],
    swiftSettings: common)
}

let collections: Target.Dependency = .product(
  name: "HashTreeCollections", package: "swift-collections")

// The targets of what is recorded and of what is run, in their order: the tool, tests and drivers may need any of them.
let machine: [Target.Dependency] = [
  "Recordings", "ScenarioModel", "ScenarioMemory", "KernelCode", "Execution", "Timelines", "Derivations",
]

let package = Package(
  name: "cr3scope",
  products: [
    .library(name: "PageTables", targets: ["PageTables"]),
    .executable(name: "cr3scope", targets: ["cr3scope"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    // Model: values. No I/O, no Foundation, no unsafe code.
    library("Model", "Diagnostics"),
    library("Model", "PageTables", [collections]),
    library("Model", "Isolation", ["PageTables"]),
    library("Model", "Instructions"),
    library("Model", "Commands", ["PageTables", "Isolation"]),
    library("Model", "Recordings", ["Diagnostics", "PageTables"]),
    library("Model", "ScenarioModel", ["Diagnostics", "PageTables", "Isolation"]),
    library("Model", "ScenarioMemory", ["PageTables", "Isolation", "ScenarioModel"]),
    library("Model", "KernelCode", ["PageTables", "Isolation", "Recordings", "ScenarioModel", "ScenarioMemory"]),
    library(
      "Model", "Execution",
      ["Diagnostics", "PageTables", "Isolation", "Recordings", "ScenarioModel", "ScenarioMemory", "KernelCode"]),
    library(
      "Model", "Timelines",
      ["Diagnostics", "PageTables", "Isolation", "Recordings", "ScenarioModel", "Execution"]),
    library("Model", "Derivations", ["Isolation", "ScenarioModel", "KernelCode"]),

    // Input: everything untrusted enters here and leaves as a Recording.
    library("Input", "Bytes", ["Diagnostics"]),
    library("Input", "ELF", ["Diagnostics", "Bytes"]),
    .systemLibrary(name: "CYAML", path: "Sources/Input/CYAML"),
    library("Input", "YAML", ["Diagnostics", "Bytes", "CYAML"]),
    library(
      "Input", "Scenarios",
      ["Diagnostics", "PageTables", "Isolation", "ScenarioModel", "KernelCode", "Bytes", "YAML"]),
    library(
      "Input", "Tours", ["Diagnostics", "Commands", "Bytes"],
      embedding: ["BuiltIn/tours", "BuiltIn/scenarios"]),
    library(
      "Input", "Captures",
      [
        "Diagnostics", "PageTables", "Isolation", "Recordings", "ScenarioModel", "Execution", "Timelines", "Bytes",
        "ELF",
        "Scenarios",
      ]),

    // Analysis: Recording -> Timeline -> verdicts; values -> text.
    library(
      "Analysis", "Verdicts",
      ["Diagnostics", "PageTables", "Isolation", "Recordings", "ScenarioModel", "Execution", "Timelines"]),
    library(
      "Analysis", "SectionCheck",
      [
        "Diagnostics", "PageTables", "Isolation", "Instructions", "Recordings", "ScenarioModel", "KernelCode",
        "Execution", "Bytes", "ELF",
      ]),
    library(
      "Analysis", "Reports",
      [
        "Diagnostics", "PageTables", "Isolation", "Recordings", "ScenarioModel", "Execution", "Timelines",
        "Derivations", "ELF", "Verdicts", "SectionCheck",
      ]),
    library(
      "Analysis", "Exercises",
      ["PageTables", "Isolation", "Recordings", "ScenarioModel", "Execution", "Timelines", "Derivations", "Reports"]),

    // Interface: Action -> Explorer -> Grid -> terminal. No files, clocks or sockets.
    library("Interface", "Canvas"),
    library("Interface", "Chassis", ["Commands", "Canvas"]),
    library(
      "Interface", "Explorer",
      [
        "Diagnostics", "PageTables", "Isolation", "Commands", "Recordings", "ScenarioModel", "ScenarioMemory",
        "Execution", "Timelines", "Derivations", "Verdicts", "SectionCheck", "Reports", "Canvas", "Chassis",
      ]),
    library(
      "Interface", "Replay",
      [
        "Diagnostics", "Isolation", "Commands", "ScenarioModel", "Execution", "Timelines", "Reports", "Canvas",
        "Chassis", "Explorer",
      ]),
    library(
      "Interface", "ObjectExplorer",
      [
        "Diagnostics", "PageTables", "Isolation", "Commands", "Recordings", "ScenarioModel", "Execution", "Timelines",
        "Verdicts", "SectionCheck", "Reports", "Canvas", "Chassis",
      ]),
    .systemLibrary(name: "CNcurses", path: "Sources/Interface/CNcurses"),
    library("Interface", "Terminal", ["Canvas", "CNcurses"]),

    // Tool: opens inputs, performs requests, runs the loop.
    .executableTarget(
      name: "cr3scope",
      dependencies: machine + [
        "Diagnostics", "PageTables", "Isolation", "Commands", "Bytes", "ELF", "Scenarios", "Tours",
        "Captures", "Verdicts", "SectionCheck", "Reports", "Exercises", "Canvas", "Chassis", "Explorer", "Replay",
        "ObjectExplorer", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Tool/cr3scope",
      swiftSettings: strict),

    // Tests mirror Sources.
    .target(
      name: "TestSupport", dependencies: ["PageTables"], path: "Tests/Support/TestSupport",
      swiftSettings: common),
    .executableTarget(
      name: "InProcessBenchmarks",
      dependencies: machine + ["Canvas", "Chassis", "Captures", "Explorer", "Isolation", "PageTables", "Verdicts"],
      path: "Tests/Support/InProcessBenchmarks", swiftSettings: common),
    tests("Model", "Diagnostics"),
    tests("Model", "PageTables"),
    tests("Model", "Isolation", ["PageTables"]),
    tests("Model", "Instructions"),
    tests("Model", "Commands", ["PageTables", "Isolation"]),
    tests("Model", "Recordings", ["PageTables"]),
    tests("Model", "ScenarioModel", ["Isolation"]),
    tests("Model", "ScenarioMemory", ["PageTables", "Isolation", "ScenarioModel"]),
    tests(
      "Model", "Execution",
      ["PageTables", "Isolation", "Recordings", "ScenarioModel", "ScenarioMemory", "KernelCode", "Timelines"]),
    tests("Model", "Timelines", ["PageTables", "Isolation", "Recordings", "ScenarioModel", "Execution"]),
    tests(
      "Model", "Derivations",
      ["PageTables", "Isolation", "Recordings", "ScenarioModel", "KernelCode", "Execution", "Timelines"]),
    tests("Input", "Bytes", ["Diagnostics"]),
    tests("Input", "ELF", ["Diagnostics", "Bytes"]),
    tests("Input", "YAML", ["Diagnostics", "Bytes"]),
    tests("Input", "Scenarios", machine + ["Diagnostics", "PageTables", "Isolation", "Verdicts", "Bytes"]),
    tests("Input", "Tours", ["Diagnostics", "Commands", "Bytes"]),
    tests("Input", "Captures", machine + ["Diagnostics", "PageTables", "Isolation", "Bytes", "ELF"]),
    tests("Analysis", "Verdicts", machine + ["PageTables", "Isolation", "Captures"]),
    tests("Analysis", "SectionCheck", machine + ["Diagnostics", "PageTables", "Isolation", "Bytes", "ELF"]),
    tests(
      "Analysis", "Reports",
      machine + [
        "Bytes", "Captures", "Diagnostics", "ELF", "Isolation", "PageTables", "Scenarios", "SectionCheck",
        "Verdicts",
      ], golden: "Derived"),
    tests("Analysis", "Exercises", ["Reports"], golden: "Sheets"),
    tests("Interface", "Canvas"),
    tests("Interface", "Chassis", ["Canvas", "Commands"]),
    tests(
      "Interface", "Explorer",
      machine + ["PageTables", "Isolation", "Commands", "Diagnostics", "Captures", "Verdicts", "Canvas", "Chassis"],
      golden: "Screens"),
    tests(
      "Interface", "Replay",
      machine + ["Bytes", "Canvas", "Chassis", "Captures", "Commands", "Explorer", "Isolation", "Reports", "Tours"],
      golden: "Exports"),
    tests(
      "Interface", "ObjectExplorer",
      machine + [
        "Bytes", "Canvas", "Chassis", "Captures", "Commands", "Diagnostics", "ELF", "Explorer", "Isolation",
        "PageTables", "SectionCheck",
      ], golden: "Screens"),
    tests("Interface", "Terminal", ["Canvas"]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["TestSupport", "cr3scope"], path: "Tests/EndToEnd",
      swiftSettings: common),
  ]
)

// What is fuzzed is not public, so that its drivers stand in this package; Tests/Fuzzing/run asks for them.
if Context.environment["CR3SCOPE_FUZZING"] != nil {
  package.targets.append(
    .target(
      name: "LibFuzzer", dependencies: ["TestSupport"], path: "Tests/Fuzzing/Sources/LibFuzzer", swiftSettings: common))
  let drivers: [(name: String, dependencies: [Target.Dependency])] = [
    ("FuzzTables", ["LibFuzzer", "PageTables"]),
    ("FuzzTours", ["Bytes", "Commands", "Diagnostics", "LibFuzzer", "Tours"]),
    ("FuzzObjects", ["Bytes", "Diagnostics", "ELF", "Isolation", "LibFuzzer", "SectionCheck", "TestSupport"]),
    (
      "FuzzCores",
      machine + ["Bytes", "Captures", "Diagnostics", "Isolation", "LibFuzzer", "PageTables", "Reports", "TestSupport"]
    ),
    (
      "FuzzLogs",
      machine + [
        "Bytes", "Captures", "Diagnostics", "Isolation", "LibFuzzer", "PageTables", "Reports",
        "TestSupport", "Verdicts",
      ]
    ),
    (
      "FuzzExplorer",
      machine + [
        "Bytes", "Canvas", "Chassis", "Captures", "Commands", "Diagnostics", "ELF", "Explorer", "Isolation",
        "ObjectExplorer", "Replay", "SectionCheck", "TestSupport", "Tours",
      ]
    ),
  ]
  // What libFuzzer is guided by. It takes time for all that it counts, so it counts nothing that only computes.
  let isGuided = Context.environment["CR3SCOPE_FUZZING"] == "guided"
  let fuzzer = isGuided ? ["-sanitize=fuzzer,address"] : []
  for target in package.targets
  where target.path?.hasPrefix("Sources/Input/") == true || ["Commands", "SectionCheck"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(fuzzer))
  }
  for driver in drivers {
    package.products.append(.executable(name: driver.name, targets: [driver.name]))
    package.targets.append(
      .executableTarget(
        name: driver.name, dependencies: driver.dependencies, path: "Tests/Fuzzing/Sources/\(driver.name)",
        swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .unsafeFlags(["-parse-as-library"])],
        // gold, the default, fails on what the sanitizer writes.
        linkerSettings: [.unsafeFlags(["-use-ld=lld"] + fuzzer)]))
  }
}
