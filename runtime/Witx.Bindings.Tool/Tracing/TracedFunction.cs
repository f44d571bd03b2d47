using System;
using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats the calls of a function in the style of strace(1): <c>fd_write(fd=1, iovs=[14]) = 14</c>.</summary>
/// <param name="function">The function in its witx interface.</param>
/// <param name="width">The width of the guest's addresses.</param>
internal sealed class TracedFunction(WitxFunction function, PointerWidth width)
{
    private readonly FunctionSignature _signature = FunctionSignature.Create(function, width);

    /// <summary>Returns true if the core type of the function is <paramref name="signature"/>.</summary>
    public bool Matches(CoreSignature signature) =>
        _signature.Parameters.Select(static parameter => (int)parameter.Type)
            .SequenceEqual(signature.Parameters.Select(static type => (int)type))
        && (int?)_signature.Result == (int?)signature.Result;

    /// <summary>The name of the function.</summary>
    public string Name => function.Name;

    /// <summary>Returns true if a core result is an error.</summary>
    public bool IsError(ulong result) => _signature.Form is ResultForm.Expected && result is not 0;

    /// <summary>Appends the arguments in parentheses, before the call.</summary>
    public void AppendArguments(StringBuilder text, HostValues arguments, GuestMemory memory)
    {
        _ = text.Append('(');
        ValueText values = new(text, memory, width);
        for (int i = 0; i < _signature.Parameters.Length && _signature.Parameters[i].Role <= CoreParameterRole.ListLength; i++)
        {
            CoreParameter core = _signature.Parameters[i];
            Parameter parameter = function.Parameters[core.Index];
            _ = text.Append(core.Index is 0 ? "" : ", ").Append(parameter.Name).Append('=');
            ulong value = GetBits(core.Type, arguments, i);
            switch (core.Role)
            {
                case CoreParameterRole.Value:
                    _ = text.AppendScalar(parameter.Type, value);
                    break;
                case CoreParameterRole.Reference:
                    values.AppendAt(parameter.Type, value);
                    break;
                default:
                    i++;
                    values.AppendList(parameter.Type, value, GetBits(_signature.Parameters[i].Type, arguments, i));
                    break;
            }
        }

        _ = text.Append(')');
    }

    /// <summary>Appends the results, after the call.</summary>
    public void AppendResult(StringBuilder text, HostValues arguments, GuestMemory memory, ulong result)
    {
        _ = text.Append(_signature.Form is ResultForm.None ? "" : " = ");
        if (_signature.Form is ResultForm.Expected && result is 0 && !_signature.Outputs.IsEmpty)
        {
            AppendOutputs(text, new ValueText(text, memory, width), arguments);
        }
        else if (_signature.ResultType is { } type)
        {
            _ = text.AppendScalar(type, result);
        }
        else if (_signature.Form is ResultForm.Expected)
        {
            _ = text.Append(result is 0 ? "ok" : "err");
        }
    }

    private void AppendOutputs(StringBuilder text, ValueText values, HostValues arguments)
    {
        bool isSeveral = _signature.Outputs.Length > 1;
        _ = text.Append(isSeveral ? "(" : "");
        for (int i = 0; i < _signature.Parameters.Length; i++)
        {
            CoreParameter core = _signature.Parameters[i];
            if (core.Role is CoreParameterRole.OutAddress)
            {
                _ = text.Append(core.Index is 0 ? "" : ", ");
                values.AppendAt(_signature.Outputs[core.Index].Type, GetBits(core.Type, arguments, i));
            }
        }

        _ = text.Append(isSeveral ? ")" : "");
    }

    private static ulong GetBits(Language.CoreType type, HostValues arguments, int index) =>
        type is Language.CoreType.I64 or Language.CoreType.F64 ? arguments.UInt64(index) : arguments.UInt32(index);
}
