using System;
using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Glue;
using Bool = Witx.Bindings.Wasi.Abi.Bool;

namespace Witx.Bindings.Wasi;

/// <content>Functions that the guest knows by their index in its table.</content>
internal partial class Wasix
{
    private const string FunctionTable = "__indirect_function_table";

    public partial Errno CallDynamic(
        ref GuestCall call, ulong functionId, GuestRange<byte> values, GuestPointer<byte> results, ulong resultsLen, Bool strict)
    {
        if (FindFunction(functionId) is not { Results.Count: <= 1 } function)
        {
            return Errno.Inval;
        }

        ulong taken = LengthOf(function.Parameters);
        ulong given = LengthOf(function.Results);
        if (values.Count < taken || resultsLen < given || (strict == Bool.True && (values.Count > taken || resultsLen > given)))
        {
            return Errno.Inval;
        }

        GuestValue[] arguments = new GuestValue[function.Parameters.Count];
        GuestMemory memory = call.Memory;
        ulong address = values.Address;
        for (int i = 0; i < arguments.Length; i++)
        {
            CoreType type = ToCore(function.Parameters[i]);
            Span<byte> bytes = memory.Slice(address, LengthOf(function.Parameters[i]));
            arguments[i] = new GuestValue(type, bytes.Length == sizeof(int) ? BitConverter.ToUInt32(bytes) : BitConverter.ToInt64(bytes));
            address += (uint)bytes.Length;
        }

        GuestValue result = Caller.Nested(ref call, FunctionTable, functionId, arguments);
        if (given > 0)
        {
            BitConverter.GetBytes(result.Bits).AsSpan(0, (int)given).CopyTo(call.Memory.Slice(results.Address, given));
        }

        return Errno.Success;
    }

    public partial Result<ReflectionResult, Errno> ReflectSignature(
        ulong functionId,
        GuestRef<WasmValueType> argumentTypes,
        ushort argumentTypesLen,
        GuestRef<WasmValueType> resultTypes,
        ushort resultTypesLen)
    {
        if (FindFunction(functionId) is not { } function)
        {
            return Errno.Inval;
        }

        if (function.Parameters.Count > argumentTypesLen || function.Results.Count > resultTypesLen)
        {
            return Errno.Overflow;
        }

        Write(function.Parameters, argumentTypes);
        Write(function.Results, resultTypes);

        return new ReflectionResult(Bool.True, (ushort)function.Parameters.Count, (ushort)function.Results.Count);
    }

    /// <summary>A function that takes and gives numbers only.</summary>
    private Function? FindFunction(ulong index)
    {
        Table? table = Caller.Guest?.Instance.GetTable(FunctionTable);
        return table is not null && index < table.GetSize() && table.GetElement((uint)index) is Function { IsNull: false } function
            && AreNumbers(function.Parameters) && AreNumbers(function.Results)
            ? function
            : null;
    }

    private static bool AreNumbers(IReadOnlyList<ValueKind> kinds)
    {
        foreach (ValueKind kind in kinds)
        {
            if (kind > ValueKind.Float64)
            {
                return false;
            }
        }

        return true;
    }

    private static void Write(IReadOnlyList<ValueKind> kinds, GuestRef<WasmValueType> place)
    {
        GuestList<WasmValueType> types = place.AsList((uint)kinds.Count);
        for (int i = 0; i < kinds.Count; i++)
        {
            types[i] = (WasmValueType)(byte)kinds[i];
        }
    }

    private static CoreType ToCore(ValueKind kind) => kind switch
    {
        ValueKind.Int32 => CoreType.I32,
        ValueKind.Int64 => CoreType.I64,
        ValueKind.Float32 => CoreType.F32,
        _ => CoreType.F64,
    };

    private static uint LengthOf(ValueKind kind) => kind is ValueKind.Int32 or ValueKind.Float32 ? 4U : 8U;

    private static ulong LengthOf(IReadOnlyList<ValueKind> kinds)
    {
        ulong length = 0;
        foreach (ValueKind kind in kinds)
        {
            length += LengthOf(kind);
        }

        return length;
    }
}
