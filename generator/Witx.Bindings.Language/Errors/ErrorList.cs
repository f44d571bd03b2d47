using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Witx.Bindings.Language;

/// <summary>Gathers what is wrong in one file and gives it out in the order of the places.</summary>
internal sealed class ErrorList(string path, LineMap lines)
{
    private readonly List<WitxError> _errors = [];

    public int Count => _errors.Count;

    public void Add(WitxErrorKind kind, TextSpan span, params object[] arguments) =>
        _errors.Add(kind.At(lines.Locate(path, span), arguments));

    public void Replace(WitxErrorKind kind, TextSpan span, params object[] arguments)
    {
        _errors.Clear();
        Add(kind, span, arguments);
    }

    /// <summary>Whether anything is wrong inside a stretch. Only while the errors were added in the order of the places.</summary>
    public bool AnyWithin(TextSpan span, int count)
    {
        int low = 0;
        for (int high = count; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = _errors[middle].Location.Start < span.Start ? (middle + 1, high) : (low, middle);
        }

        return low < count && _errors[low].Location.Start < span.End;
    }

    public ImmutableArray<WitxError> ToImmutable() =>
        _errors.Count is 0 ? [] : [.. _errors.OrderBy(static error => error.Location.Start)];
}
