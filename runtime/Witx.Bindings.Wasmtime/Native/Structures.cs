using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>The kind of an <see cref="Extern"/>: <c>wasmtime_extern_kind_t</c>.</summary>
internal enum ExternKind : byte
{
    Function,
    Global,
    Table,
    Memory,
    SharedMemory,
}

/// <summary>A function of a store: <c>wasmtime_func_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FunctionHandle
{
    internal ulong Store;
    internal nint Private;
}

/// <summary>An instance of a store: <c>wasmtime_instance_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InstanceHandle
{
    internal ulong Store;
    internal nuint Private;
}

/// <summary>A memory of a store: <c>wasmtime_memory_t</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct MemoryHandle
{
    [FieldOffset(0)]
    internal ulong Store;

    [FieldOffset(8)]
    internal uint Private1;

    [FieldOffset(16)]
    internal uint Private2;
}

/// <summary>A table of a store: <c>wasmtime_table_t</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct TableHandle
{
    [FieldOffset(0)]
    internal ulong Store;
}

/// <summary>An import or export: <c>wasmtime_extern_t</c>. It owns a reference only if it is a shared memory.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct Extern
{
    [FieldOffset(0)]
    internal ExternKind Kind;

    [FieldOffset(8)]
    internal FunctionHandle Function;

    [FieldOffset(8)]
    internal MemoryHandle Memory;

    [FieldOffset(8)]
    internal TableHandle Table;

    [FieldOffset(8)]
    internal nint SharedMemory;
}

/// <summary>A value: <c>wasmtime_val_t</c>. Only the fields for function references are declared.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct Value
{
    internal const byte FunctionReference = 5;

    [FieldOffset(0)]
    internal byte Kind;

    [FieldOffset(8)]
    internal FunctionHandle Function;
}

/// <summary>A reference to a WebAssembly exception: <c>wasmtime_exnref_t</c>. It keeps the exception alive until it is unrooted.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ExceptionReference
{
    internal ulong Store;
    internal uint Private1;
    internal uint Private2;
    internal nint Private3;
}

/// <summary>A vector of import types: <c>wasm_importtype_vec_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ImportTypes
{
    internal nuint Count;
    internal nint* Items;
}

/// <summary>A vector of value types: <c>wasm_valtype_vec_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ValueTypes
{
    internal nuint Count;
    internal nint* Items;
}
