using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary><c>wasmtime_extern_kind_t</c>.</summary>
internal enum ExternKind : byte
{
    Function,
    Global,
    Table,
    Memory,
    SharedMemory,
}

/// <summary><c>wasmtime_func_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FunctionHandle
{
    internal ulong Store;
    internal nint Private;
}

/// <summary><c>wasmtime_instance_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InstanceHandle
{
    internal ulong Store;
    internal nuint Private;
}

/// <summary><c>wasmtime_memory_t</c>.</summary>
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

/// <summary><c>wasmtime_table_t</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct TableHandle
{
    [FieldOffset(0)]
    internal ulong Store;
}

/// <summary><c>wasmtime_extern_t</c>. One of a shared memory owns a reference to it, the others own nothing.</summary>
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

/// <summary><c>wasmtime_val_t</c>, of which only references to functions are read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct Value
{
    internal const byte FunctionReference = 5;

    [FieldOffset(0)]
    internal byte Kind;

    [FieldOffset(8)]
    internal FunctionHandle Function;
}

/// <summary><c>wasm_importtype_vec_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ImportTypes
{
    internal nuint Count;
    internal nint* Items;
}

/// <summary><c>wasm_valtype_vec_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ValueTypes
{
    internal nuint Count;
    internal nint* Items;
}
