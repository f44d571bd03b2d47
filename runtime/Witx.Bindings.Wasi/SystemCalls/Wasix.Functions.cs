using System;
using System.Collections.Immutable;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Bool = Witx.Bindings.Wasi.WasiTypes.Bool;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Calls and types of functions in the guest's table: <c>call_dynamic</c>, <c>reflect_signature</c>.</content>
internal partial class Wasix
{
    private protected const string FunctionTable = "__indirect_function_table";

    public partial Errno CallDynamic(
        ref GuestCall call, ulong functionId, GuestRange<byte> values, GuestPointer<byte> results, ulong resultsLen, Bool strict)
    {
        Errno error = FindFunction(functionId, out GuestFunctionType? function);
        if (function is not { Results.Length: <= 1 })
        {
            return error == Errno.Success ? Errno.Inval : error;
        }

        ulong argumentsSize = GetLength(function.Parameters);
        ulong resultSize = GetLength(function.Results);
        if (values.Count < argumentsSize
            || resultsLen < resultSize
            || (strict == Bool.True && (values.Count > argumentsSize || resultsLen > resultSize)))
        {
            return Errno.Inval;
        }

        GuestValue[] arguments = new GuestValue[function.Parameters.Length];
        GuestMemory memory = call.Memory;
        ulong address = values.Address;
        for (int i = 0; i < arguments.Length; i++)
        {
            CoreType type = function.Parameters[i];
            Span<byte> bytes = memory.Slice(address, GetLength(type));
            arguments[i] = new GuestValue(type, bytes.Length == sizeof(int) ? BitConverter.ToUInt32(bytes) : BitConverter.ToInt64(bytes));
            address += (uint)bytes.Length;
        }

        GuestValue result = Caller.InvokeNested(ref call, FunctionTable, functionId, arguments);
        if (resultSize > 0)
        {
            BitConverter.GetBytes(result.Bits).AsSpan(0, (int)resultSize).CopyTo(call.Memory.Slice(results.Address, resultSize));
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
    private protected Errno FindFunction(ulong index, out GuestFunctionType? type)
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

    private static void Write(ImmutableArray<CoreType> types, GuestRef<WasmValueType> destination)
    {
        GuestList<WasmValueType> written = destination.AsList((uint)types.Length);
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

    private static uint GetLength(CoreType type) => type is CoreType.I32 or CoreType.F32 ? 4U : 8U;

    private static ulong GetLength(ImmutableArray<CoreType> types)
    {
        ulong length = 0;
        foreach (CoreType type in types)
        {
            length += GetLength(type);
        }

        return length;
    }
}
