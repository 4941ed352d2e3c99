"""JSONata where MiniStack leaves it out: Output of Succeed; Arguments, Output and Assign of Parallel; distributed Map."""

from ministack.services import stepfunctions

from local_cloud.replace import replace


def install() -> None:
    replace(stepfunctions, "_apply_output_path", _succeed_output)
    replace(stepfunctions, "_run_parallel_branches", _parallel)
    replace(stepfunctions, "_run_distributed_map", _distributed_map)


def _is_jsonata(state: dict, context) -> bool:
    return stepfunctions._state_query_language(state, context) == "JSONata"


def _succeed_output(original):
    def output(state, data, context=None):
        if state.get("Type") == "Succeed" and _is_jsonata(state, context):
            return stepfunctions._apply_jsonata_output(state, data, context, default=data)
        return original(state, data, context)

    return output


def _finish(state: dict, raw_input, context, result):
    output = stepfunctions._apply_jsonata_output(state, raw_input, context, result=result, default=result)
    stepfunctions._apply_state_assign(state, raw_input, context, result=result)
    return output


def _parallel(original):
    def run(state, raw_input, execution, context):
        if not _is_jsonata(state, context):
            return original(state, raw_input, execution, context)
        bare = {key: value for key, value in state.items() if key in ("Type", "Branches", "Next", "End")}
        arguments = stepfunctions._apply_jsonata_arguments(state, raw_input, context)
        result, following = original(bare, arguments, execution, context)
        return _finish(state, raw_input, context, result), following

    return run


def _distributed_map(original):
    def run(state, raw_input, effective, iterator, execution, context):
        if not _is_jsonata(state, context):
            return original(state, raw_input, effective, iterator, execution, context)
        # Evaluated first, then run as a JSONPath map over the finished rows.
        rows = {"rows": _map_items(state, raw_input, effective, context)}
        plain = {"Type": "Map", "ItemsPath": "$.rows", "End": True}
        for key in ("MaxConcurrency", "ToleratedFailurePercentage", "ToleratedFailureCount", "Label"):
            if key in state:
                plain[key] = stepfunctions._apply_jsonata_template(state[key], raw_input, context)
        result, _ = original(plain, rows, rows, iterator, execution, context)
        return _finish(state, raw_input, context, result), stepfunctions._next_or_end(state)

    return run


def _map_items(state: dict, raw_input, effective, context) -> list:
    if state.get("ItemReader"):
        reader = stepfunctions._apply_jsonata_template(state["ItemReader"], raw_input, context)
        items = stepfunctions._read_map_items(reader, effective, context)
    else:
        items = stepfunctions._jsonata_state_field(state, "Items", "array", raw_input, context)
    selector = state.get("ItemSelector")
    if not selector:
        return items
    return [
        stepfunctions._apply_jsonata_template(
            selector, raw_input, {**context, "Map": {"Item": {"Index": index, "Value": item}}})
        for index, item in enumerate(items)
    ]
