using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;
using Witx.Bindings.Wasmtime;
using Xunit;
using Guest = Witx.Bindings.Wasmtime.Guest;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// A guest in C that calls the functions <c>give_…</c> of a <see cref="RandomInterface"/> through its generated header, and writes down
/// each member of both results by its name.
/// </summary>
internal sealed class CGuest : IDisposable
{
    private const string Start = """
        #include "random.h"

        _Alignas(16) static uint8_t from[4096];
        _Alignas(16) static uint8_t to[16384];
        static uint64_t *next;

        static void put(uint64_t value) { *next++ = value; }
        static void put_f32(float value) { uint32_t bits; __builtin_memcpy(&bits, &value, 4); put(bits); }
        static void put_f64(double value) { uint64_t bits; __builtin_memcpy(&bits, &value, 8); put(bits); }

        void *memcpy(void *to, const void *from, size_t size) {
            for (size_t i = 0; i < size; i++) ((volatile char *)to)[i] = ((const char *)from)[i];
            return to;
        }

        __attribute__((export_name("from"))) void *get_from(void) { return from; }
        __attribute__((export_name("to"))) void *get_to(void) { return to; }

        """;

    private readonly Engine _engine = new();
    private readonly Store _store;
    private readonly Module _module;
    private readonly Guest _guest;
    private readonly Memory _memory;

    /// <summary>Compiles and instantiates the guest.</summary>
    /// <param name="host">The host.</param>
    /// <param name="document">The interface.</param>
    /// <param name="header">The generated header, whose prefix is <c>random_</c>.</param>
    public CGuest(IHostModule host, WitxDocument document, string header)
    {
        _store = new Store(_engine);
        _module = Module.FromBytes(_engine, "guest", Compile(document, header));
        _guest = new HostImports().Add(host).Instantiate(_store, _module);
        _memory = _guest.Instance.GetMemory("memory")!;
    }

    private static string? Clang { get; } = SearchPath.Find("clang");

    /// <summary>Skips the running test if clang or its linker is missing.</summary>
    public static void SkipIfMissing() =>
        Assert.SkipWhen(Clang is null || SearchPath.Find("wasm-ld") is null, "Compiling a guest needs 'clang' and 'wasm-ld' in PATH.");

    /// <summary>Lists the types of a document that the guest can give and get back.</summary>
    public static IEnumerable<TypeDefinition> TypesOf(WitxDocument document) => document.Types.Where(static type =>
        type.Name[0] is 't' && char.IsDigit(type.Name[^1]) && type.Type.Resolved is not (ListType or StringType or PointerType));

    /// <summary>Passes a value to the host, and returns the members of both values that the host returns.</summary>
    /// <param name="type">The type.</param>
    /// <param name="value">The bytes of the value.</param>
    public ulong[] Give(TypeDefinition type, ReadOnlySpan<byte> value)
    {
        value.CopyTo(_memory.GetSpan(_guest.Invoke("from").Int32, value.Length));
        int count = _guest.Invoke("give_" + type.Name).Int32;
        return MemoryMarshal.Cast<byte, ulong>(_memory.GetSpan(_guest.Invoke("to").Int32, count * 8)).ToArray();
    }

    public void Dispose()
    {
        _guest.Dispose();
        _module.Dispose();
        _store.Dispose();
        _engine.Dispose();
    }

    private static byte[] Compile(WitxDocument document, string header)
    {
        StringBuilder code = new(Start);
        foreach (TypeDefinition type in TypesOf(document))
        {
            string name = $"random_{type.Name}_t";
            string argument = IsPassedByValue(type.Type) ? $"*({name} *)from" : $"({name} *)from";
            code.Append($"static void put_{type.Name}(const {name} *value) {{\n");
            Put(code, type.Type, "(*value)");
            code.Append($$"""
                }

                __attribute__((export_name("give_{{type.Name}}"))) int give_{{type.Name}}(void) {
                    {{name}} first, second;
                    if (random_give_{{type.Name}}({{argument}}, &first, &second) != 0) return -1;
                    next = (uint64_t *)to;
                    put_{{type.Name}}(&first);
                    put_{{type.Name}}(&second);
                    return (int)(next - (uint64_t *)to);
                }

                """);
        }

        using ScratchDirectory scratch = new();
        scratch.Write("random.h", header);
        scratch.Write("guest.c", code.ToString());
        ProcessStartInfo start = new(
            Clang!,
            [
                "--target=wasm32", "-std=c11", "-O1", "-fno-builtin", "-ffreestanding", "-nostdlib", "-Wall", "-Werror",
                "-Wno-unused-function", "-Wl,--no-entry", "guest.c", "-o", "guest.wasm",
            ])
        {
            WorkingDirectory = scratch.Path,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0, errors);
        return File.ReadAllBytes(scratch["guest.wasm"]);
    }

    private static bool IsPassedByValue(WitxType type) => type.Resolved
        is BuiltinType or BoolType or HandleType or EnumType or FlagsType or VariantType { HasPayloads: false };

    /// <summary>Writes the code that writes down each member of a value.</summary>
    private static void Put(StringBuilder code, WitxType type, string value)
    {
        switch (type.Resolved)
        {
            case RecordType record:
                foreach (Field field in record.Fields)
                {
                    Put(code, field.Type, $"{value}.{field.Name}");
                }

                break;
            case TupleType tuple:
                for (int i = 0; i < tuple.Items.Length; i++)
                {
                    Put(code, tuple.Items[i], $"{value}.f{i}");
                }

                break;
            case UntaggedUnionType union:
                Put(code, union.Fields[0].Type, $"{value}.{union.Fields[0].Name}");
                break;
            case VariantType { HasPayloads: true } variant:
                PutCases(code, [.. variant.Cases.Select(static item => (item.Name, item.Type))], value);
                break;
            case ExpectedType expected:
                PutCases(code, [("ok", expected.Ok), ("err", expected.Error)], value);
                break;
            case StringType or ListType:
                code.Append($"    put((uintptr_t){value}.ptr);\n    put({value}.len);\n");
                break;
            case PointerType:
                code.Append($"    put((uintptr_t){value});\n");
                break;
            case BuiltinType { Kind: BuiltinKind.F32 }:
                code.Append($"    put_f32({value});\n");
                break;
            case BuiltinType { Kind: BuiltinKind.F64 }:
                code.Append($"    put_f64({value});\n");
                break;
            default:
                uint size = Layout.Create(type, PointerWidth.Bits32).Size;
                code.Append($"    put((uint{size * 8}_t){value});\n");
                break;
        }
    }

    private static void PutCases(StringBuilder code, (string Name, WitxType? Type)[] cases, string value)
    {
        code.Append($"    put({value}.tag);\n    switch ({value}.tag) {{\n");
        for (int i = 0; i < cases.Length; i++)
        {
            code.Append($"    case {i}:\n");
            if (cases[i].Type is { } payload)
            {
                Put(code, payload, $"{value}.u.{(char.IsDigit(cases[i].Name[0]) ? "_" : "")}{cases[i].Name}");
            }

            code.Append("    break;\n");
        }

        code.Append("    }\n");
    }
}
