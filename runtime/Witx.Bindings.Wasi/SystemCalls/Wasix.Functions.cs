using System;
using System.Collections.Immutable;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Bool = Witx.Bindings.Wasi.WasiTypes.Bool;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Calls and types of functions in the guest's table: <c>call_dynamic</c>, <c>reflect_signature</c>.</content>
internal partial class Wasix
{
    private const string FunctionTable = "__indirect_function_table";

    public partial Errno CallDynamic(
        ref GuestCall call, ulong functionId, GuestRange<byte> values, GuestPointer<byte> results, ulong resultsLen, Bool strict)
    {
        Errno error = FindFunction(functionId, out GuestFunctionType? function);
        if (function is not { Results.Length: <= 1 })
        {
            return error == Errno.Success ? Errno.Inval : error;
        }

        ulong taken = LengthOf(function.Parameters);
        ulong given = LengthOf(function.Results);
        if (values.Count < taken || resultsLen < given || (strict == Bool.True && (values.Count > taken || resultsLen > given)))
        {
            return Errno.Inval;
        }

        GuestValue[] arguments = new GuestValue[function.Parameters.Length];
        GuestMemory memory = call.Memory;
        ulong address = values.Address;
        for (int i = 0; i < arguments.Length; i++)
        {
            CoreType type = function.Parameters[i];
            Span<byte> bytes = memory.Slice(address, LengthOf(type));
            arguments[i] = new GuestValue(type, bytes.Length == sizeof(int) ? BitConverter.ToUInt32(bytes) : BitConverter.ToInt64(bytes));
            address += (uint)bytes.Length;
        }

        GuestValue result = Caller.InvokeNested(ref call, FunctionTable, functionId, arguments);
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
        Errno error = FindFunction(functionId, out GuestFunctionType? function);
        if (function is null)
        {
            return error;
        }

        if (function.Parameters.Length > argumentTypesLen || function.Results.Length > resultTypesLen)
        {
            return Errno.Overflow;
        }

        Write(function.Parameters, argumentTypes);
        Write(function.Results, resultTypes);

        return new ReflectionResult(Bool.True, (ushort)function.Parameters.Length, (ushort)function.Results.Length);
    }

    /// <summary>Finds the type of a function in the guest's table.</summary>
    /// <returns>
    /// <c>Errno.Inval</c> if there is no such function, <c>Errno.Notsup</c> if it takes or returns vectors or references.
    /// </returns>
    private Errno FindFunction(ulong index, out GuestFunctionType? type)
    {
        type = null;
        try
        {
            type = Caller.Guest?.FindTableFunction(FunctionTable, index);
            return type is null ? Errno.Inval : Errno.Success;
        }
        catch (NotSupportedException)
        {
            return Errno.Notsup;
        }
    }

    private static void Write(ImmutableArray<CoreType> types, GuestRef<WasmValueType> place)
    {
        GuestList<WasmValueType> written = place.AsList((uint)types.Length);
        for (int i = 0; i < types.Length; i++)
        {
            written[i] = types[i] switch
            {
                CoreType.I32 => WasmValueType.I32,
                CoreType.I64 => WasmValueType.I64,
                CoreType.F32 => WasmValueType.F32,
                _ => WasmValueType.F64,
            };
        }
    }

    private static uint LengthOf(CoreType type) => type is CoreType.I32 or CoreType.F32 ? 4U : 8U;

    private static ulong LengthOf(ImmutableArray<CoreType> types)
    {
        ulong length = 0;
        foreach (CoreType type in types)
        {
            length += LengthOf(type);
        }

        return length;
    }
}
