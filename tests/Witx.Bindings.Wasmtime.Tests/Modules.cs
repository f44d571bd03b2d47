namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>Modules in the text format for <see cref="ModuleScannerTests"/>.</summary>
internal static class Modules
{
    /// <summary>Modules with an import or export on which Wasmtime's C API aborts, with the section and proposal to report.</summary>
    internal static readonly (string Section, string Proposal, string Text)[] Unlistable =
    [
        ("export", "garbage collection", """(module (func (export "f") (param anyref)))"""),
        ("export", "garbage collection", """(module (func (export "f") (result i32 eqref) unreachable))"""),
        ("export", "garbage collection", """(module (func (export "f") (param i31ref)))"""),
        ("export", "garbage collection", """(module (func (export "f") (param structref)))"""),
        ("export", "garbage collection", """(module (func (export "f") (param nullfuncref)))"""),
        ("export", "garbage collection", """(module (func (export "f") (param nullexternref)))"""),
        ("export", "exception handling", """(module (func (export "f") (param exnref)))"""),
        ("export", "exception handling", """(module (func (export "f") (param (ref null noexn))))"""),
        ("export", "typed function references", """(module (func (export "f") (param (ref extern))))"""),
        ("export", "typed function references", """(module (func (export "f") (param (ref func))))"""),
        (
            "export",
            "garbage collection or typed function references",
            """(module (type $t (func)) (func (export "f") (param (ref null $t))))"""),
        (
            "export",
            "garbage collection or typed function references",
            """(module (rec (type (sub (struct (field (mut i8) (ref null 1))))) (type (array i16))) (func (export "f") (param (ref null 0))))"""),
        ("export", "garbage collection", """(module (tag (export "t") (param anyref)))"""),
        ("export", "garbage collection", """(module (global i32 (i32.const 1)) (global (export "g") anyref (ref.i31 (i32.const 300))))"""),
        ("export", "garbage collection", """(module (table 1 funcref) (table (export "t") 1 anyref))"""),
        ("export", "garbage collection or typed function references", """
            (module
              (type $t (func))
              (func $f (type $t))
              (elem declare func $f)
              (table (export "t") 1 (ref $t) (ref.func $f)))
            """),
        ("export", "64-bit memory", """(module (table (export "t") i64 1 0x100000000 funcref))"""),
        ("export", "64-bit memory", """(module (table (export "t") i64 0x100000000 externref))"""),
        ("import", "64-bit memory", """(module (import "a" "t" (table i64 1 0x100000000 funcref)))"""),
        ("import", "garbage collection", """(module (import "a" "f" (func (param anyref))))"""),
        ("import", "garbage collection", """(module (import "a" "g" (global (mut arrayref))))"""),
        ("import", "garbage collection", """(module (import "a" "t" (table 1 structref)))"""),
        ("import", "exception handling", """(module (import "a" "t" (tag (param exnref))))"""),
    ];

    /// <summary>Modules that Wasmtime can list: with each kind of import and export, and unlistable types inside.</summary>
    internal static readonly string[] Listable =
    [
        "(module)",
        """(module (func (export "f") (param i32 i64 f32 f64 v128 funcref externref (ref null extern)) (result v128 i32) unreachable))""",
        """(module (import "a" "f" (func (param v128))) (import "a" "t" (tag (param i32))) (import "a" "m" (memory 1 2 shared)))""",
        """(module (memory (export "m") i64 1 0x1000000000000) (table (export "t") i64 1 0xffffffff funcref) (tag (export "e") (param i64)))""",
        """(module (import "a" "g" (global v128)) (import "a" "t" (table 1 2 externref)) (export "again" (global 0)) (export "t" (table 0)))""",
        """(module (type $t (sub (func (param i32)))) (func (export "f") (type $t)))""",
        """
        (module
          (type $pair (struct (field i32) (field (mut i64))))
          (type $bytes (array (mut i8)))
          (type $callback (func (param (ref null $pair)) (result anyref)))
          (tag $tag (param exnref))
          (func $callback (type $callback) (local.get 0))
          (func (param (ref $bytes) (ref null $callback) v128))
          (table 3 (ref null $callback))
          (table 1 (ref $pair) (struct.new $pair (i32.const 1) (i64.const -1)))
          (global (ref $bytes) (array.new_fixed $bytes 2 (i32.const 1) (i32.const 2)))
          (global (ref $pair) (struct.new_default $pair))
          (global (ref null $callback) (ref.func $callback))
          (global (ref extern) (extern.convert_any (ref.i31 (i32.add (i32.const 1) (i32.const 2)))))
          (global f32 (f32.const 1)) (global f64 (f64.const 1)) (global v128 (v128.const i32x4 11 11 11 11))
          (global $last (mut i32) (i32.const 7))
          (export "g" (global $last))
          (elem declare func $callback)
          (func (export "f") (result i32) (global.get $last)))
        """,
    ];
}
